using MLNetDeep.Training;

namespace MLNetDeep;

// How gradients become steps.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The rule that turns gradients into steps.</summary>
    /// <value>Default <see langword="null"/>: the recipe's.</value>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The optimiser's peak step size.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. Finite and above 0.</value>
    public double? LearningRate { get; init; }

    /// <summary>How the step size changes over the fit.</summary>
    /// <value>Default <see langword="null"/>: the recipe's.</value>
    public Schedule? LearningRateSchedule { get; init; }

    /// <summary>Decoupled weight decay on the weight matrices; biases and normalisation are left alone.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. A step takes the share that its step size says (arXiv:1711.05101). Finite and at
    /// least 0.
    /// </value>
    public double? WeightDecay { get; init; }

    /// <summary>The largest Euclidean norm of a step's gradient; a longer one is scaled down to it.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. Finite and at least 0; 0 switches clipping off.</value>
    public double? GradientClipNorm { get; init; }

    private void CheckOptimization(OptionRules rules)
    {
        rules.Check(Optimizer, nameof(Optimizer), static (optimizer, inner) => optimizer.Check(inner));
        rules.RequirePositive(LearningRate, nameof(LearningRate));
        rules.Check(LearningRateSchedule, nameof(LearningRateSchedule), static (schedule, inner) => schedule.Check(inner));
        rules.RequireNotNegative(WeightDecay, nameof(WeightDecay));
        rules.RequireNotNegative(GradientClipNorm, nameof(GradientClipNorm));
    }

    private FitSettings CompleteOptimization(FitSettings recipe) => recipe with
    {
        Optimizer = Optimizer ?? recipe.Optimizer,
        LearningRate = LearningRate ?? recipe.LearningRate,
        LearningRateSchedule = LearningRateSchedule ?? recipe.LearningRateSchedule,
        WeightDecay = WeightDecay ?? recipe.WeightDecay,
        GradientClipNorm = GradientClipNorm ?? recipe.GradientClipNorm,
    };
}
