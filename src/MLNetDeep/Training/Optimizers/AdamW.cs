namespace MLNetDeep.Training;

/// <summary>Adam with decoupled weight decay (arXiv:1711.05101), in PyTorch's order of operations.</summary>
public sealed record AdamW : Optimizer
{
    /// <summary>Decay of the running mean of gradients.</summary>
    /// <value>Default 0.9 (arXiv:1412.6980). At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients.</summary>
    /// <value>Default 0.999 (arXiv:1412.6980); RealMLP takes 0.95. At least 0 and below 1.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8 (arXiv:1412.6980). Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override OptimizerRun Start(int parameterCount) => new AdamWRun(this, parameterCount);

    internal override void Check(OptionRules rules)
    {
        rules.Require(Beta1 is >= 0 and < 1, nameof(Beta1), "at least 0 and below 1", Beta1);
        rules.Require(Beta2 is >= 0 and < 1, nameof(Beta2), "at least 0 and below 1", Beta2);
        rules.Require(double.IsFinite(Epsilon) && Epsilon > 0, nameof(Epsilon), "finite and above 0", Epsilon);
    }
}
