using System.Collections.Immutable;

namespace MLNetDeep.Cli.Commands;

/// <summary>Which data, and what to learn from them.</summary>
internal sealed record DataSettings(string Data, string Label, string? Task, IReadOnlyCollection<string> Ignored);

/// <summary>What the network is told; null leaves the trainer's default.</summary>
internal sealed record NetworkSettings(int Seed, int? Epochs, int[]? Hidden, double? LearningRate, MlpPreset? Preset, string? Metric)
{
    public const int LargestLayer = 65_536;

    public void Check(SettingRules rules)
    {
        rules.Require(Epochs is null or >= 1, "--epochs", "at least 1", Epochs);
        rules.Require(Hidden == null || Hidden.All(h => h is >= 1 and <= LargestLayer), "--hidden", $"from 1 to {LargestLayer} each",
            Hidden == null ? "" : string.Join(',', Hidden));
        rules.Require(LearningRate == null || (double.IsFinite(LearningRate.Value) && LearningRate > 0), "--learning-rate",
            "finite and above 0", LearningRate);
    }

    public MlpOptions ToOptions(IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        var options = new MlpOptions { Seed = Seed, Progress = progress, CancellationToken = cancellation };
        if (Preset is { } preset)
            options = options with { Preset = preset };
        if (Metric != null)
            options = options with { ValidationMetric = Metric };
        if (Epochs is { } epochs)
            options = options with { MaximumEpochCount = epochs };
        if (Hidden != null)
            options = options with { HiddenSizes = Hidden.ToImmutableArray() };
        return LearningRate is { } rate ? options with { LearningRate = rate } : options;
    }
}
