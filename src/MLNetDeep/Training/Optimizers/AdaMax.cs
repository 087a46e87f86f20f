using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Adam with a decaying maximum in place of the mean square (arXiv:1412.6980, section 7.1), in PyTorch's order.</summary>
public sealed record AdaMax : Optimizer
{
    /// <summary>Decay of the running mean of gradients.</summary>
    /// <value>Default 0.9 (arXiv:1412.6980). At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running maximum of the gradients' sizes.</summary>
    /// <value>Default 0.999 (arXiv:1412.6980). At least 0 and below 1.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8, PyTorch's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<AdaMaxKernel>(
        (count, step) => new AdaMaxKernel(this, count, step), Memory(parameterCount, 2));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}

/// <summary>One step of <see cref="AdaMax"/>.</summary>
internal readonly struct AdaMaxKernel(AdaMax settings, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _beta1 = (float)settings.Beta1;
    private readonly float _beta2 = (float)settings.Beta2;
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)(step.LearningRate / (1 - Math.Pow(settings.Beta1, count)));

    public int MemoryCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first = first * _beta1 + gradient * (1 - _beta1);
        second = Vector.Max(second * _beta2, Vector.Abs(gradient) + new Vector<float>(_epsilon));
        return weight * _keep - first * _rate / second;
    }
}
