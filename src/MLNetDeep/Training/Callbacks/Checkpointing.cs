namespace MLNetDeep.Training;

/// <summary>Saves the fit now and then, so that <see cref="DeepTrainerOptions.ResumeFrom"/> goes on from there with the same
/// bits.</summary>
/// <remarks>
/// The file is written beside its place and renamed; the one before it stays as <c>FILE.previous</c>. It is also written when a fit is
/// stopped or cancelled within an epoch. It holds weights, the optimiser's memory and the history, but no data.
/// </remarks>
/// <param name="FilePath">The file; its folder must exist.</param>
public sealed record Checkpointing(string FilePath) : TrainingCallback
{
    /// <summary>After how many epochs the file is written again.</summary>
    /// <value>Default 1. At least 1; null for not by epochs.</value>
    public int? EveryEpochs { get; init; } = 1;

    /// <summary>After how many steps the file is written again, in the middle of an epoch too.</summary>
    /// <value>Default null: not by steps. At least 1.</value>
    public int? EverySteps { get; init; }

    /// <summary>After how much time the file is written again, at the next batch.</summary>
    /// <value>Default null: not by time. At least 0.</value>
    public TimeSpan? EveryTime { get; init; }

    /// <inheritdoc/>
    public override TrainingObserver? Start(FitContext fit) => fit.IsRefit ? null : new Observer(this);

    internal override void Check(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(FilePath), nameof(FilePath), "a file name", FilePath);
        rules.Require(EveryEpochs is null or >= 1, nameof(EveryEpochs), "at least 1 or null", EveryEpochs);
        rules.Require(EverySteps is null or >= 1, nameof(EverySteps), "at least 1 or null", EverySteps);
        rules.Require(EveryTime is null || EveryTime >= TimeSpan.Zero, nameof(EveryTime), "at least 0 or null", EveryTime);
    }

    private sealed class Observer(Checkpointing settings) : TrainingObserver
    {
        private TimeSpan _last;

        public override void OnFitBegin(FitContext fit) => _last = fit.Elapsed;

        public override void OnBatchEnd(FitContext fit)
        {
            if (fit.Step % settings.EverySteps == 0 || fit.Elapsed - _last >= settings.EveryTime)
                Save(fit);
        }

        public override void OnEpochEnd(FitContext fit, EpochReport report)
        {
            if (report.Epoch % settings.EveryEpochs == 0)
                Save(fit);
        }

        internal override void OnStopping(FitContext fit) => Save(fit);

        private void Save(FitContext fit)
        {
            fit.SaveCheckpoint(settings.FilePath);
            _last = fit.Elapsed;
        }
    }
}
