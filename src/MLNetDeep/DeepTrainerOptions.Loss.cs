using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

// What a fit makes small, and what is made of the outputs afterwards.
public abstract partial record DeepTrainerOptions
{
    /// <summary>What a fit makes small.</summary>
    /// <value>
    /// Default <see langword="null"/>: <see cref="LogisticLoss"/> for binary and multi-label classification,
    /// <see cref="CrossEntropyLoss"/> for several classes, <see cref="SquaredErrorLoss"/> for regression. One that fits the task.
    /// </value>
    public LossFunction? Loss { get; init; }

    /// <summary>The share ε of a class label that goes to all K classes alike, its own included: (1 − ε)·y + ε / K.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. From 0 to 1. It helps accuracy (arXiv:1512.00567; RealMLP takes 0.1) and harms
    /// log-loss and AUC. Rows are always measured without it. Not for regression, nor for a hinge loss.
    /// </value>
    public double? LabelSmoothing { get; init; }

    /// <summary>How much the rows of each class count.</summary>
    /// <value>Default <see langword="null"/>: alike. For binary and multiclass classification.</value>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>How the probabilities are mended on the validation rows, which a fit must have for it.</summary>
    /// <value>
    /// Default <see cref="MLNetDeep.Calibration.None"/>. It never makes the log-loss on those rows worse. Row weights count, class weights
    /// do not: they would shift the probabilities. Not for regression.
    /// </value>
    public Calibration Calibration { get; init; }

    /// <summary>
    /// The share of new labels that shall lie in the interval between the columns <c>LowerBound</c> and <c>UpperBound</c>, which this
    /// option adds to a regression's output.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: no interval. Above 0 and below 1. The bounds are split-conformal (arXiv:1604.04173): as far from
    /// the score as the ⌈(n + 1) · coverage⌉-th smallest error of the n validation rows; with a <see cref="QuantileLoss"/> they are its
    /// lowest and highest quantile, moved by that rule (arXiv:1905.03222). Each target is covered by itself. What is promised holds for
    /// rows drawn as the validation rows were; as these also choose the epoch, small sets promise a little too much.
    /// </value>
    public double? IntervalCoverage { get; init; }

    /// <summary>
    /// The share of new rows whose true class shall be in the column <c>PredictionSet</c>, which this option adds to a multiclass output:
    /// a Boolean for each class.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: no sets. Above 0 and below 1. A set holds the classes whose probability is at least what all but
    /// the allowed share of the validation rows gave their true class (LAC, arXiv:1609.00451). It may hold no class, or several.
    /// </value>
    public double? PredictionSetCoverage { get; init; }

    /// <summary>Whether a regression's scores are kept within the range of the training labels.</summary>
    /// <value>
    /// Default <see langword="true"/>, as RealMLP's (arXiv:2407.04491) and as trees' are by nature: one odd row must not bring a score
    /// that is off by orders of magnitude. Switch it off to extrapolate.
    /// </value>
    public bool ClampPredictions { get; init; } = true;

    /// <summary>What the task's head is made with.</summary>
    internal virtual HeadSettings HeadSettings => new()
    {
        Loss = Loss,
        Calibration = Calibration,
        IntervalCoverage = IntervalCoverage,
        PredictionSetCoverage = PredictionSetCoverage,
        ClampPredictions = ClampPredictions,
    };

    private void CheckLoss(OptionRules rules)
    {
        rules.Check(Loss, nameof(Loss), static (loss, inner) => loss.Check(inner));
        rules.Require(LabelSmoothing is null or (>= 0 and <= 1), nameof(LabelSmoothing), "from 0 to 1", LabelSmoothing);
        var weights = ClassWeights?.ByClass.Values ?? [];
        var areUsable = weights.All(weight => double.IsFinite(weight) && weight > 0);
        rules.Require(areUsable, nameof(ClassWeights), "finite and above 0 for each class", weights);
        rules.Require(Enum.IsDefined(Calibration), nameof(Calibration), "one of the calibrations", Calibration);
        rules.Require(IntervalCoverage is null or (> 0 and < 1), nameof(IntervalCoverage), "above 0 and below 1", IntervalCoverage);
        rules.Require(
            PredictionSetCoverage is null or (> 0 and < 1), nameof(PredictionSetCoverage), "above 0 and below 1", PredictionSetCoverage);
    }

    /// <summary>Checks the options that not every task has.</summary>
    private void CheckTask(OptionRules rules, LearningTask task)
    {
        var fitting = LossFunction.Kinds.Where(task.Takes).Select(loss => loss.GetType().Name);
        rules.Require(
            Loss is null || task.Takes(Loss), nameof(Loss), $"one of {string.Join(", ", fitting)} for {task.Noun}", Loss?.GetType().Name);
        task.Check(this, rules);
        CheckFor(task, rules);
    }

    /// <summary>Notes options of this kind that make no sense for a task.</summary>
    private protected virtual void CheckFor(LearningTask task, OptionRules rules)
    {
    }

    private FitSettings CompleteLoss(FitSettings recipe) => recipe with { LabelSmoothing = LabelSmoothing ?? recipe.LabelSmoothing };
}
