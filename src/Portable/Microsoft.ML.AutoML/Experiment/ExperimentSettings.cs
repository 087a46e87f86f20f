namespace Microsoft.ML.AutoML;

/// <summary>What every experiment has.</summary>
public abstract class ExperimentSettings
{
    public int MaxModels = int.MaxValue;

    public ExperimentSettings()
    {
    }

    public uint MaxExperimentTimeInSeconds { get; set; } = 24 * 60 * 60;
    public CancellationToken CancellationToken { get; set; }
    public string CacheDirectoryName { get; set; } = "Microsoft.ML.AutoML";
    public CacheBeforeTrainer CacheBeforeTrainer { get; set; }
    public double? MaximumMemoryUsageInMegaByte { get; set; }
}

/// <summary>Whether rows are kept in memory before the trainer.</summary>
public enum CacheBeforeTrainer
{
    Auto,
    On,
    Off,
}
