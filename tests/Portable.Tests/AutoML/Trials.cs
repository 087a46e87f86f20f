using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace Portable.Tests.AutoML;

/// <summary>An experiment whose trials are made up: what a trial of a number gives is a function.</summary>
internal sealed class Trials(Func<int, CancellationToken, double> loss) : ITrialRunner, ITuner, IMonitor
{
    public List<string> Events { get; } = [];

    public AutoMLExperiment Experiment() => new MLContext(1).Auto().CreateExperiment()
        .SetTrialRunner(this).SetTuner(this).SetMonitor(this);

    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        var value = loss(settings.TrialId, ct);
        return Task.FromResult(new TrialResult { TrialSettings = settings, Loss = value, Metric = -value, DurationInMilliseconds = 1 });
    }

    public Parameter Propose(TrialSettings settings) => Parameter.CreateNestedParameter();

    public void Update(TrialResult result) =>
        Events.Add($"told {result.TrialSettings.TrialId} {(result.Loss == double.MaxValue ? "worst" : result.Loss)}");

    public void ReportCompletedTrial(TrialResult result) => Events.Add($"completed {result.TrialSettings.TrialId}");

    public void ReportBestTrial(TrialResult result) => Events.Add($"best {result.TrialSettings.TrialId}");

    public void ReportFailTrial(TrialSettings settings, Exception? exception = null) =>
        Events.Add($"failed {settings.TrialId} {exception!.Message}");

    public void ReportRunningTrial(TrialSettings settings) => Events.Add($"running {settings.TrialId}");

    public void Dispose()
    {
    }
}
