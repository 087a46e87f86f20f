using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Gradients over the root of their running mean square (Hinton's lecture 6e), in PyTorch's order of operations.</summary>
public sealed record RmsProp : Optimizer
{
    /// <summary>Decay of the running mean of squared gradients.</summary>
    /// <value>Default 0.99, PyTorch's. At least 0 and below 1.</value>
    public double Alpha { get; init; } = 0.99;

    /// <summary>The share of the last step's direction that this step keeps.</summary>
    /// <value>Default 0, PyTorch's. At least 0 and below 1.</value>
    public double Momentum { get; init; }

    /// <summary>Whether gradients are divided by their running deviation instead (Graves, arXiv:1308.0850).</summary>
    /// <value>Default <see langword="false"/>, PyTorch's.</value>
    public bool Centered { get; init; }

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-8, PyTorch's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-8;

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<RmsPropKernel>(
        (_, step) => new RmsPropKernel(this, step), Memory(parameterCount, new RmsPropKernel(this, default).MemoryCount));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Alpha, nameof(Alpha));
        RequireShare(rules, Momentum, nameof(Momentum));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}

/// <summary>One step of <see cref="RmsProp"/>; it remembers the mean square, the mean and the direction.</summary>
internal readonly struct RmsPropKernel(RmsProp settings, OptimizerStep step) : IStepKernel
{
    private readonly float _alpha = (float)settings.Alpha;
    private readonly float _momentum = (float)settings.Momentum;
    private readonly bool _centered = settings.Centered;
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)step.LearningRate;

    public int MemoryCount => _momentum > 0 ? 3 : _centered ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first = first * _alpha + gradient * gradient * (1 - _alpha);
        Vector<float> spread = first;
        if (_centered)
        {
            second = second * _alpha + gradient * (1 - _alpha);
            spread = Vector.Max(first - second * second, Vector<float>.Zero); // rounding may go below 0
        }

        gradient /= Vector.SquareRoot(spread) + new Vector<float>(_epsilon);
        if (_momentum > 0)
            gradient = third = third * _momentum + gradient;
        return weight * _keep - gradient * _rate;
    }
}
