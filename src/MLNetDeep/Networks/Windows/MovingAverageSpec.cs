using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// The moving average of each feature over neighbouring steps, which parts a series into trend and remainder as Autoformer and DLinear
/// do (arXiv:2106.13008, arXiv:2205.13504). Rows keep their shape [steps, features]; beyond the ends the first and the last step are
/// repeated.
/// </summary>
/// <param name="Window">Steps under the average, half of them on each side; odd, at least 1, DLinear's 25.</param>
public sealed record MovingAverageSpec(int Window = 25) : LayerSpec
{
    /// <summary>Whether the layer puts out the remainder, its input without the average.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool Remainder { get; init; }

    /// <inheritdoc/>
    public override string Describe() => Remainder ? $"Remainder of MovingAverage {Window}" : $"MovingAverage {Window}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Window >= 1 && Window % 2 == 1, "MovingAverageSpec.Window", "odd and at least 1", Window);
        RequireSteps(inputShape);
        return inputShape;
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new MovingAverageModule(this);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new StepMixKernel(inputShape[0], inputShape[1], Weights(inputShape[0]));

    /// <summary>For each step of the output the share of each step of the input, from the first that has one.</summary>
    internal (int First, float[] Shares)[] Weights(int steps)
    {
        int half = Window / 2;
        var weights = new (int First, float[] Shares)[steps];
        for (int step = 0; step < steps; step++)
        {
            int first = Math.Max(0, step - half);
            float[] shares = new float[Math.Min(steps - 1, step + half) - first + 1];
            for (int at = step - half; at <= step + half; at++)
                shares[Math.Clamp(at, 0, steps - 1) - first] += (Remainder ? -1f : 1f) / Window;
            if (Remainder)
                shares[step - first] += 1;
            weights[step] = (first, shares);
        }

        return weights;
    }
}
