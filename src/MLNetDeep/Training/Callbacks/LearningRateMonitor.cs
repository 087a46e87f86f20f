namespace MLNetDeep.Training;

/// <summary>Records the mean step size of each epoch as <c>LearningRate.Mean</c>, and the largest as <c>LearningRate.Largest</c>.</summary>
/// <remarks>The step size of the last step stands in <see cref="EpochReport.LearningRate"/> anyway.</remarks>
public sealed record LearningRateMonitor : TrainingCallback
{
    /// <inheritdoc/>
    public override TrainingObserver Start(FitContext fit) => new Observer();

    private sealed class Observer : TrainingObserver
    {
        public override void OnBatchEnd(FitContext fit)
        {
            fit.Record("LearningRate.Mean", fit.LearningRate, RecordedAs.Mean);
            fit.Record("LearningRate.Largest", fit.LearningRate, RecordedAs.Largest);
        }
    }
}
