using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Passes every hook on under its name.</summary>
internal sealed record Spy(Action<string, FitContext> Told) : TrainingCallback
{
    public override TrainingObserver Start(FitContext fit)
    {
        Told("start", fit);
        return new Observer(Told, fit);
    }

    private sealed class Observer(Action<string, FitContext> told, FitContext own) : TrainingObserver
    {
        public override void OnFitBegin(FitContext fit) => told("fit begin", fit);

        public override void OnEpochBegin(FitContext fit) => told("epoch begin", fit);

        public override void OnBatchBegin(FitContext fit) => told("batch begin", fit);

        public override void OnBatchEnd(FitContext fit) => told("batch end", fit);

        public override void OnEpochEnd(FitContext fit, EpochReport report)
        {
            Assert.Equal(report, fit.Epochs[^1] with { Values = report.Values });
            told("epoch end", fit);
        }

        public override void OnFitEnd(FitContext fit, TrainingHistory history) => told("fit end", fit);

        protected override void Dispose(bool disposing) => told("dispose", own);
    }
}
