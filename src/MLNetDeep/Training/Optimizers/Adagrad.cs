using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training;

/// <summary>Gradients over the root of the sum of all their squares (Duchi et al. 2011), in PyTorch's order of operations.</summary>
public sealed record Adagrad : Optimizer
{
    /// <summary>How fast the step size falls: step n takes 1 / (1 + (n - 1) x this) of it.</summary>
    /// <value>Default 0, PyTorch's. Finite and at least 0.</value>
    public double LearningRateDecay { get; init; }

    /// <summary>What the sums of squares start with; larger makes the first steps smaller.</summary>
    /// <value>Default 0, PyTorch's; Keras takes 0.1. Finite and at least 0.</value>
    public double InitialAccumulator { get; init; }

    /// <summary>Guard against division by 0.</summary>
    /// <value>Default 1e-10, PyTorch's. Finite and above 0.</value>
    public double Epsilon { get; init; } = 1e-10;

    internal override OptimizerRun Start(int parameterCount)
    {
        float[][] memory = Memory(parameterCount, 1);
        memory[0].AsSpan().Fill((float)InitialAccumulator);
        return new KernelRun<AdagradKernel>((count, step) => new AdagradKernel(this, count, step), memory);
    }

    internal override void Check(OptionRules rules)
    {
        rules.RequireNotNegative(LearningRateDecay, nameof(LearningRateDecay));
        rules.RequireNotNegative(InitialAccumulator, nameof(InitialAccumulator));
        rules.RequirePositive(Epsilon, nameof(Epsilon));
    }
}

/// <summary>One step of <see cref="Adagrad"/>.</summary>
internal readonly struct AdagradKernel(Adagrad settings, long count, OptimizerStep step) : IStepKernel
{
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _keep = (float)(1 - step.LearningRate * step.WeightDecay);
    private readonly float _rate = (float)(step.LearningRate / (1 + (count - 1) * settings.LearningRateDecay));

    public int MemoryCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third)
    {
        first += gradient * gradient;
        return weight * _keep - gradient * _rate / (Vector.SquareRoot(first) + new Vector<float>(_epsilon));
    }
}
