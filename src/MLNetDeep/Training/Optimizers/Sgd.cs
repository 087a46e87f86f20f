using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Stochastic gradient descent with momentum, in PyTorch's order of operations.</summary>
public sealed record Sgd : Optimizer
{
    /// <summary>The share of the last step's direction that this step keeps.</summary>
    /// <value>Default 0, PyTorch's; 0.9 is usual. At least 0 and below 1.</value>
    public double Momentum { get; init; }

    /// <summary>The share of the gradient that does not enter the direction kept, from the second step on.</summary>
    /// <value>Default 0, PyTorch's. At least 0 and below 1; 0 with <see cref="Nesterov"/>.</value>
    public double Dampening { get; init; }

    /// <summary>Whether the step looks ahead along the direction kept (Sutskever et al. 2013, in PyTorch's form).</summary>
    /// <value>Default <see langword="false"/>, PyTorch's. Needs momentum.</value>
    public bool Nesterov { get; init; }

    internal override OptimizerRun Start(int parameterCount) => new KernelRun<SgdKernel>(
        (count, step) => new SgdKernel(this, count, step), Memory(parameterCount, Momentum > 0 ? 1 : 0));

    internal override void Check(OptionRules rules)
    {
        RequireShare(rules, Momentum, nameof(Momentum));
        RequireShare(rules, Dampening, nameof(Dampening));
        rules.Require(!Nesterov || Momentum > 0, nameof(Momentum), "above 0 with Nesterov", Momentum);
        rules.Require(!Nesterov || Dampening == 0, nameof(Dampening), "0 with Nesterov", Dampening);
    }
}

/// <summary>One step of <see cref="Sgd"/>.</summary>
internal readonly struct SgdKernel(Sgd settings, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _momentum = (float)settings.Momentum;
    private readonly float _share = count == 1 ? 1 : (float)(1 - settings.Dampening); // the first direction is the whole gradient
    private readonly bool _nesterov = settings.Nesterov;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)step.LearningRate;

    public int MemoryCount => _momentum > 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        if (_momentum > 0)
        {
            first = first * _momentum + gradient * _share;
            gradient = _nesterov ? gradient + first * _momentum : first;
        }

        return weight * _keep - gradient * _rate;
    }
}
