namespace MLNetDeep.Training;

/// <summary>Writes losses, metrics, step size and recorded values as scalars into event files that TensorBoard shows.</summary>
/// <remarks>
/// Each fit adds one file; give each run a folder of its own to tell runs apart. A fit that goes on from a checkpoint adds a file that
/// takes the place of what the broken run wrote after it. The second training of <see cref="DeepTrainerOptions.RefitOnAllRows"/> is
/// not logged. Steps are epochs for <c>epoch/…</c> and optimiser steps for <c>batch/…</c>.
/// </remarks>
/// <param name="FolderPath">The folder; made if it does not exist.</param>
public sealed record TensorBoardLog(string FolderPath) : TrainingCallback
{
    /// <summary>Every how many steps loss, gradient norm and step size of a batch are written too.</summary>
    /// <value>Default null: not at all. At least 1.</value>
    public int? EverySteps { get; init; }

    /// <inheritdoc/>
    public override TrainingObserver? Start(FitContext fit) => fit.IsRefit ? null : new Observer(this);

    internal override void Check(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(FolderPath), nameof(FolderPath), "a folder", FolderPath);
        rules.Require(EverySteps is null or >= 1, nameof(EverySteps), "at least 1 or null", EverySteps);
    }

    private sealed class Observer(TensorBoardLog settings) : TrainingObserver
    {
        private TensorBoardFile? _file;

        public override void OnFitBegin(FitContext fit)
        {
            _file = TensorBoardFile.Create(settings.FolderPath);
            if (fit.IsResumed)
                _file.Restart(fit.Epoch);
        }

        public override void OnBatchEnd(FitContext fit)
        {
            if (settings.EverySteps is not { } interval || fit.Step % interval != 0)
                return;
            _file!.Scalar(fit.Step, "batch/loss", fit.BatchLoss);
            _file.Scalar(fit.Step, "batch/gradient_norm", fit.GradientNorm);
            _file.Scalar(fit.Step, "batch/learning_rate", fit.LearningRate);
        }

        public override void OnEpochEnd(FitContext fit, EpochReport report)
        {
            _file!.Scalar(report.Epoch, "epoch/training_loss", report.TrainingLoss);
            foreach ((string name, double value) in report.ValidationMetrics)
                _file.Scalar(report.Epoch, $"epoch/validation_{name}", value);
            _file.Scalar(report.Epoch, "epoch/learning_rate", report.LearningRate);
            foreach ((string name, double value) in report.Values)
                _file.Scalar(report.Epoch, $"epoch/{name}", value);
            _file.Flush();
        }

        protected override void Dispose(bool disposing)
        {
            _file?.Dispose();
            base.Dispose(disposing);
        }
    }
}
