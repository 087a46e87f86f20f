namespace MLNetDeep.Training;

/// <summary>Adam (arXiv:1412.6980), in PyTorch's order of operations.</summary>
/// <remarks>
/// The trainer's weight decay joins the gradient here, as an L2 penalty does and as PyTorch's Adam has it; every other optimiser
/// decouples it. Without weight decay it is <see cref="AdamW"/>.
/// </remarks>
public sealed record Adam : Optimizer
{
    /// <summary>Decay of the running mean of gradients.</summary>
    /// <value>Default 0.9 (arXiv:1412.6980). At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients.</summary>
    /// <value>Default 0.999 (arXiv:1412.6980). At least 0 and below 1.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8 (arXiv:1412.6980). Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override bool CouplesDecay => true;

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<AdamKernel>(
        (count, step) => new AdamKernel(Beta1, Beta2, Epsilon, count, step), Memory(parameterCount, 2), couplesDecay: true);

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}
