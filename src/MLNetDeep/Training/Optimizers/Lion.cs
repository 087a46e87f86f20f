using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Steps by the sign of an interpolated momentum (arXiv:2302.06675, algorithm 2), with decoupled weight decay.</summary>
/// <remarks>
/// All parameters move by the same amount, so that it takes a 3 to 10 times smaller step size than AdamW and as many times more weight
/// decay (arXiv:2302.06675, section 5). Half the memory of Adam.
/// </remarks>
public sealed record Lion : Optimizer
{
    /// <summary>Weight of the momentum in the direction of a step.</summary>
    /// <value>Default 0.9 (arXiv:2302.06675). At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the momentum.</summary>
    /// <value>Default 0.99 (arXiv:2302.06675). At least 0 and below 1.</value>
    public double Beta2 { get; init; } = 0.99;

    internal override OptimizerRun Start(int parameterCount) =>
        new KernelRun<LionKernel>((_, step) => new LionKernel(this, step), Memory(parameterCount, 1));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
    }

    /// <summary>-1, 0 or 1; 0 for what is no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Sign(Vector<float> values)
    {
        Vector<float> above = Vector.ConditionalSelect(
            Vector.GreaterThan(values, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
        return Vector.ConditionalSelect(Vector.LessThan(values, Vector<float>.Zero), -Vector<float>.One, above);
    }
}

/// <summary>One step of <see cref="Lion"/>.</summary>
internal readonly struct LionKernel(Lion settings, OptimizerStep step) : IStepKernel
{
    private readonly float _beta1 = (float)settings.Beta1;
    private readonly float _beta2 = (float)settings.Beta2;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)step.LearningRate;

    public int MemoryCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        Vector<float> direction = first * _beta1 + gradient * (1 - _beta1);
        first = first * _beta2 + gradient * (1 - _beta2);
        return weight * _keep - Lion.Sign(direction) * _rate;
    }
}
