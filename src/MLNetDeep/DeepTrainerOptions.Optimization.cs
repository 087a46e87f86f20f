using MLNetDeep.Training;

namespace MLNetDeep;

// How gradients become steps.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The rule that turns gradients into steps.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. Step sizes do not carry over from one rule to another: set
    /// <see cref="LearningRate"/> too, which <see cref="DeepTrainer.FindLearningRate"/> suggests.
    /// </value>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The optimiser's peak step size.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. Finite and above 0.</value>
    public double? LearningRate { get; init; }

    /// <summary>What the peak step size, the recipe's or <see cref="LearningRate"/>, is multiplied by.</summary>
    /// <value>
    /// Default 1. Finite and above 0. Recipes choose step sizes by the data, so a sweep does better to ask for a share of theirs than for a
    /// number.
    /// </value>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>How the step size changes over the fit.</summary>
    /// <value>Default <see langword="null"/>: the recipe's.</value>
    public Schedule? LearningRateSchedule { get; init; }

    /// <summary>Decoupled weight decay on the weight matrices; biases and normalisation are left alone.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, or 0 with <see cref="Training.Adam"/>, which takes it as an L2 penalty. A step takes
    /// the share that its step size says (arXiv:1711.05101), as Keras has it for every optimiser; PyTorch's weight_decay of other
    /// optimisers than AdamW is <see cref="L2Penalty"/>. Finite and at least 0.
    /// </value>
    public double? WeightDecay { get; init; }

    /// <summary>What the weight decay and the L2 penalty, the recipe's or those that are set, are multiplied by.</summary>
    /// <value>Default 1. Finite and at least 0.</value>
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>How the weight decay changes over the fit, beside the step size it follows anyway.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. RealMLP takes <see cref="FlatCosineSchedule"/> (arXiv:2407.04491).</value>
    public Schedule? WeightDecaySchedule { get; init; }

    /// <summary>How the dropout probabilities change over the fit.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. RealMLP takes <see cref="FlatCosineSchedule"/> (arXiv:2407.04491).</value>
    public Schedule? DropoutSchedule { get; init; }

    /// <summary>How the label smoothing changes over the fit.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. RealMLP's later search takes <see cref="CosLog4Schedule"/> (pytabkit).</value>
    public Schedule? LabelSmoothingSchedule { get; init; }

    /// <summary>Pulls the weight matrices' numbers to 0: this multiple of their signs is added to their gradients (lasso).</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. Finite and at least 0. The losses reported are without it. Gradients are clipped
    /// before; numbers come near 0, but are not set to it.
    /// </value>
    public double? L1Penalty { get; init; }

    /// <summary>Pulls the weight matrices' numbers to 0: this multiple of them is added to their gradients (ridge).</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. Finite and at least 0; PyTorch's weight_decay for all optimisers but AdamW. The losses
    /// reported are without it. Gradients are clipped before.
    /// </value>
    public double? L2Penalty { get; init; }

    /// <summary>The largest Euclidean norm of a step's gradient; a longer one is scaled down to it (arXiv:1211.5063).</summary>
    /// <value>Default <see langword="null"/>: the recipe's. Finite and at least 0; 0 switches clipping off.</value>
    public double? GradientClipNorm { get; init; }

    /// <summary>The largest size of a single number in a step's gradient; a larger one is cut to it, before the norm is taken.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. Finite and at least 0; 0 switches it off.</value>
    public double? GradientClipValue { get; init; }

    /// <summary>How the weights of many steps become those that each epoch is measured with and the model carries.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly none. <see cref="ExponentialMovingAverage"/>,
    /// <see cref="StochasticWeightAveraging"/> or <see cref="Lookahead"/>.
    /// </value>
    public WeightAveraging? WeightAveraging { get; init; }

    private void CheckOptimization(OptionRules rules)
    {
        rules.Check(Optimizer, nameof(Optimizer), static (optimizer, inner) => optimizer.Check(inner));
        rules.RequirePositive(LearningRate, nameof(LearningRate));
        rules.RequirePositive(LearningRateFactor, nameof(LearningRateFactor));
        rules.RequireNotNegative(WeightDecayFactor, nameof(WeightDecayFactor));
        CheckSchedule(rules, LearningRateSchedule, nameof(LearningRateSchedule));
        rules.RequireNotNegative(WeightDecay, nameof(WeightDecay));
        CheckSchedule(rules, WeightDecaySchedule, nameof(WeightDecaySchedule));
        CheckSchedule(rules, DropoutSchedule, nameof(DropoutSchedule));
        CheckSchedule(rules, LabelSmoothingSchedule, nameof(LabelSmoothingSchedule));
        rules.RequireNotNegative(L1Penalty, nameof(L1Penalty));
        rules.RequireNotNegative(L2Penalty, nameof(L2Penalty));
        rules.RequireNotNegative(GradientClipNorm, nameof(GradientClipNorm));
        rules.RequireNotNegative(GradientClipValue, nameof(GradientClipValue));
        rules.Check(WeightAveraging, nameof(WeightAveraging), static (averaging, inner) => averaging.Check(inner));
    }

    private static void CheckSchedule(OptionRules rules, Schedule? schedule, string member) =>
        rules.Check(schedule, member, static (part, inner) => part.Check(inner));

    private FitSettings CompleteOptimization(FitSettings recipe) => recipe with
    {
        Optimizer = Optimizer ?? recipe.Optimizer,
        LearningRate = (LearningRate ?? recipe.LearningRate) * LearningRateFactor,
        LearningRateSchedule = LearningRateSchedule ?? recipe.LearningRateSchedule,
        // A recipe's decay is meant to be decoupled; as an L2 penalty it would be far too strong.
        WeightDecay = WeightDecayFactor * (WeightDecay ?? (Optimizer is { CouplesDecay: true } ? 0 : recipe.WeightDecay)),
        WeightDecaySchedule = WeightDecaySchedule ?? recipe.WeightDecaySchedule,
        DropoutSchedule = DropoutSchedule ?? recipe.DropoutSchedule,
        LabelSmoothingSchedule = LabelSmoothingSchedule ?? recipe.LabelSmoothingSchedule,
        L1Penalty = L1Penalty ?? recipe.L1Penalty,
        L2Penalty = WeightDecayFactor * (L2Penalty ?? recipe.L2Penalty),
        GradientClipNorm = GradientClipNorm ?? recipe.GradientClipNorm,
        GradientClipValue = GradientClipValue ?? recipe.GradientClipValue,
        WeightAveraging = WeightAveraging ?? recipe.WeightAveraging,
    };
}
