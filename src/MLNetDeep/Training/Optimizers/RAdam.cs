using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Adam whose first steps, while the mean square is unsure, are plain momentum (arXiv:1908.03265), as PyTorch has it.</summary>
public sealed record RAdam : Optimizer
{
    /// <summary>Decay of the running mean of gradients.</summary>
    /// <value>Default 0.9 (arXiv:1908.03265). At least 0 and below 1.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients.</summary>
    /// <value>Default 0.999 (arXiv:1908.03265). At least 0 and below 1; below 2/3 no step is ever rectified.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8, PyTorch's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<RAdamKernel>(
        (count, step) => new RAdamKernel(this, Rectification(count), count, step), Memory(parameterCount, 2));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Beta1, nameof(Beta1));
        RequireShare(rules, Beta2, nameof(Beta2));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }

    /// <summary>The paper's r_t times the bias correction of the root mean square; 0 while the step is not rectified.</summary>
    private double Rectification(long count)
    {
        double power = Math.Pow(Beta2, count);
        double limit = 2 / (1 - Beta2) - 1;
        double length = limit - 2 * count * power / (1 - power);
        return length <= 5
            ? 0
            : Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)) * Math.Sqrt(1 - power);
    }
}

/// <summary>One step of <see cref="RAdam"/>.</summary>
internal readonly struct RAdamKernel(RAdam settings, double rectification, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _beta1 = (float)settings.Beta1;
    private readonly float _beta2 = (float)settings.Beta2;
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)(step.LearningRate / (1 - Math.Pow(settings.Beta1, count)));
    private readonly float _rectification = (float)rectification;

    public int MemoryCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first = first * _beta1 + gradient * (1 - _beta1);
        second = second * _beta2 + gradient * gradient * (1 - _beta2);
        Vector<float> move = first * _rate;
        if (_rectification > 0)
            move *= new Vector<float>(_rectification) / (Vector.SquareRoot(second) + new Vector<float>(_epsilon));
        return weight * _keep - move;
    }
}
