using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>What one trial of an experiment is to fit.</summary>
public class TrialSettings
{
    public int TrialId { get; set; }
    public DateTime StartedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
    public Parameter Parameter { get; set; } = null!;
}

/// <summary>What one trial of an experiment gave; of two, the one with the smaller loss is better.</summary>
public class TrialResult : IEqualityComparer<TrialResult>
{
    public TrialSettings TrialSettings { get; set; } = null!;
    public ITransformer Model { get; set; } = null!;
    public double Loss { get; set; }
    public double Metric { get; set; }
    public double DurationInMilliseconds { get; set; }
    public double? PeakCpu { get; set; }
    public double? PeakMemoryInMegaByte { get; set; }
    public bool Equals(TrialResult? x, TrialResult? y) => GetHashCode(x!) == GetHashCode(y!);
    public int GetHashCode(TrialResult obj) => obj?.TrialSettings?.TrialId.GetHashCode() ?? 0;
}

/// <summary>Fits and measures settings.</summary>
public interface ITrialRunner : IDisposable
{
    Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct);
}

/// <summary>Proposes settings, and learns from what came of them.</summary>
public interface ITuner
{
    Parameter Propose(TrialSettings settings);

    void Update(TrialResult result);
}

/// <summary>Is told of an experiment's trials.</summary>
public interface IMonitor
{
    void ReportCompletedTrial(TrialResult result);
    void ReportBestTrial(TrialResult result);
    void ReportFailTrial(TrialSettings settings, Exception? exception = null);
    void ReportRunningTrial(TrialSettings settings);
}
