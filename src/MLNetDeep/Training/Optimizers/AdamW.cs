using System.Numerics;
using System.Runtime.CompilerServices;

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

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<AdamKernel>(
        (count, step) => new AdamKernel(Beta1, Beta2, Epsilon, count, step), Memory(parameterCount, 2));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}

/// <summary>One step of <see cref="AdamW"/>, and of <see cref="Adam"/>, whose decay is in the gradient.</summary>
internal readonly struct AdamKernel(double beta1, double beta2, double epsilon, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _beta1 = (float)beta1;
    private readonly float _beta2 = (float)beta2;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)(step.LearningRate / (1 - Math.Pow(beta1, count)));
    private readonly float _inverseRoot = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, count)));
    private readonly float _epsilon = (float)epsilon;

    public int MemoryCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first = first * _beta1 + gradient * (1 - _beta1);
        second = second * _beta2 + gradient * gradient * (1 - _beta2);
        Vector<float> denominator = Vector.SquareRoot(second) * _inverseRoot + new Vector<float>(_epsilon);
        return weight * _keep - first * _rate / denominator;
    }
}
