using MLNetDeep.Training;

namespace MLNetDeep;

// Which rows choose the epoch, and when to stop.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The share of the rows that is held out of training to choose the best epoch.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, or 0.2 where that is 0 and another option (patience, calibration, intervals, a refit)
    /// asks for such rows. Stratified by class. At least 0 and below 1; 0 runs all epochs and keeps the last.
    /// </value>
    public double? ValidationFraction { get; init; }

    /// <summary>Which rows are held out.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly <see cref="ValidationRowChoice.Random"/>.
    /// <see cref="ValidationRowChoice.Last"/>
    /// goes without <see cref="SamplingKeyColumnName"/>.
    /// </value>
    public ValidationRowChoice? ValidationRows { get; init; }

    /// <summary>The metric of the validation rows that chooses the best epoch and that patience watches, by name.</summary>
    /// <value>
    /// Default <see langword="null"/>: the loss. One of the task's metrics, such as <c>Accuracy</c>; the names stand in
    /// <see cref="EpochReport.ValidationMetrics"/>, and in the error where a name is not one of them.
    /// </value>
    public string? ValidationMetric { get; init; }

    /// <summary>How many epochs may pass without a better validation metric before the fit ends.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. At least 0; 0 runs the schedule to its end. The best epoch is kept in any case.
    /// </value>
    public int? Patience { get; init; }

    /// <summary>Lets patience grow with the fit: it ends in an epoch of at least this many times the best one, plus the patience.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly 1. Finite and at least 1. RealMLP's rule, where it stops early, is 3 with a
    /// patience of 40 (AutoGluon).
    /// </value>
    public double? PatienceFactor { get; init; }

    /// <summary>How much better the validation metric must be than the best so far to count as better.</summary>
    /// <value>Default <see langword="null"/>: the recipe's, mostly 0. Finite and at least 0, in the metric's own unit.</value>
    public double? MinimumImprovement { get; init; }

    /// <summary>Whether the model is trained afresh on all rows, once the best epoch is known, for as many epochs.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly <see langword="false"/>. It learns from the validation rows too, which small
    /// data gain by, and costs a second training of (best epoch / epochs run) x (all rows / training rows). Schedules run as in the first
    /// training; ensembles of pytabkit call this n_refit. The history stays that of the first training, whose metrics are a little too
    /// low for the model. When time is up or the fit is cancelled meanwhile, the first training's model is returned;
    /// so it is where rows stream, since they are too many to hold.
    /// </value>
    public bool? RefitOnAllRows { get; init; }

    /// <summary>The share that is held out when an option asks for it and the recipe holds out nothing: RealMLP's
    /// (arXiv:2407.04491).</summary>
    private const double UsualShare = 0.2;

    private bool AsksForValidationRows =>
        Patience > 0 || RefitOnAllRows == true || HeadSettings.NeedsValidationRows is not null;

    private void CheckValidation(OptionRules rules)
    {
        var isShare = ValidationFraction is null or (>= 0 and < 1);
        rules.Require(isShare, nameof(ValidationFraction), "at least 0 and below 1", ValidationFraction);
        rules.Require(
            ValidationRows is null || Enum.IsDefined(ValidationRows.Value), nameof(ValidationRows), "one of the choices", ValidationRows);
        rules.Require(
            ValidationRows != ValidationRowChoice.Last || SamplingKeyColumnName is null, nameof(ValidationRows),
            "Random where there is a SamplingKeyColumnName", ValidationRows);
        rules.Require(ValidationMetric != "", nameof(ValidationMetric), "the name of a metric or null", ValidationMetric);
        rules.Require(Patience is null or >= 0, nameof(Patience), "at least 0", Patience);
        var isFactor = PatienceFactor is null || (double.IsFinite(PatienceFactor.Value) && PatienceFactor >= 1);
        rules.Require(isFactor, nameof(PatienceFactor), "finite and at least 1", PatienceFactor);
        rules.RequireNotNegative(MinimumImprovement, nameof(MinimumImprovement));
    }

    private FitSettings CompleteValidation(FitSettings recipe) => recipe with
    {
        ValidationFraction = ValidationFraction
            ?? (recipe.ValidationFraction == 0 && AsksForValidationRows ? UsualShare : recipe.ValidationFraction),
        ValidationRows = ValidationRows ?? recipe.ValidationRows,
        ValidationMetric = ValidationMetric ?? recipe.ValidationMetric,
        Patience = Patience ?? recipe.Patience,
        PatienceFactor = PatienceFactor ?? recipe.PatienceFactor,
        MinimumImprovement = MinimumImprovement ?? recipe.MinimumImprovement,
        RefitOnAllRows = RefitOnAllRows ?? recipe.RefitOnAllRows,
    };
}
