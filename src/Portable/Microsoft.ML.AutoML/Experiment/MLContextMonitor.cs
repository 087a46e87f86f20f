namespace Microsoft.ML.AutoML;

/// <summary>Tells the log of the context.</summary>
internal sealed class MLContextMonitor(IChannel log, SweepablePipeline pipeline) : IMonitor
{
    public void ReportRunningTrial(TrialSettings settings) => Info($"Trial {settings.TrialId} runs.");

    public void ReportCompletedTrial(TrialResult result)
        => Info($"Trial {result.TrialSettings.TrialId} gave {result.Metric} in {result.DurationInMilliseconds} ms: "
            + Name(result.TrialSettings));

    public void ReportBestTrial(TrialResult result)
        => Info($"Trial {result.TrialSettings.TrialId} is the best so far, with {result.Metric}: {Name(result.TrialSettings)}");

    public void ReportFailTrial(TrialSettings settings, Exception? exception = null)
    {
        log.Trace(MessageSensitivity.Schema, $"{exception}");
        Info($"Trial {settings.TrialId} failed: {Name(settings)}");
    }

    private string Name(TrialSettings settings) => pipeline.ToString(settings.Parameter);
    private void Info(string text) => log.Info(MessageSensitivity.Schema, text);
}
