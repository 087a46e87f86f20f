using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Adam with Nesterov's look-ahead (Dozat 2016), in PyTorch's order of operations.</summary>
public sealed record NAdam : Optimizer
{
    /// <summary>Decay of the running mean of gradients, once the momentum's own rise is over.</summary>
    /// <value>Default 0.9, PyTorch's. At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients.</summary>
    /// <value>Default 0.999, PyTorch's. At least 0 and below 1.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>How fast the momentum rises from half of <see cref="Beta1"/> to the whole.</summary>
    /// <value>Default 4e-3 (Dozat 2016). Finite and at least 0.</value>
    public double MomentumDecay { get; init; } = 4e-3;

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8, PyTorch's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override OptimizerRun Start(int parameterCount)
    {
        var momentum = new NAdamMomentum(this);
        return new KernelRun<NAdamKernel>(
            (count, step) => new NAdamKernel(this, momentum.At(count), momentum.ProductTo(count), count, step), Memory(parameterCount, 2));
    }

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
        rules.RequireNotNegative(MomentumDecay, nameof(MomentumDecay));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}

/// <summary>The momenta of <see cref="NAdam"/> and their product, which a resumed fit works out again from the step alone.</summary>
internal sealed class NAdamMomentum(NAdam settings)
{
    private long _count;
    private double _product = 1;

    /// <summary>The momentum of a step; this and the next one's.</summary>
    public (double Now, double Next) At(long count) => (Of(count), Of(count + 1));

    /// <summary>The product of the momenta of the steps up to this one.</summary>
    public double ProductTo(long count)
    {
        if (count < _count)
            (_count, _product) = (0, 1);
        while (_count < count)
            _product *= Of(++_count);
        return _product;
    }

    private double Of(long count) => settings.Beta1 * (1 - 0.5 * Math.Pow(0.96, count * settings.MomentumDecay));
}

/// <summary>One step of <see cref="NAdam"/>.</summary>
internal readonly struct NAdamKernel(
    NAdam settings, (double Now, double Next) momentum, double product, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _beta1 = (float)settings.Beta1;
    private readonly float _beta2 = (float)settings.Beta2;
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _inverseRoot = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, count)));
    private readonly float _gradientRate = (float)(step.LearningRate * (1 - momentum.Now) / (1 - product));
    private readonly float _meanRate = (float)(step.LearningRate * momentum.Next / (1 - product * momentum.Next));

    public int MemoryCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first = first * _beta1 + gradient * (1 - _beta1);
        second = second * _beta2 + gradient * gradient * (1 - _beta2);
        Vector<float> denominator = Vector.SquareRoot(second) * _inverseRoot + new Vector<float>(_epsilon);
        return weight * _keep - (gradient * _gradientRate + first * _meanRate) / denominator;
    }
}
