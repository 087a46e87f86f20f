using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Stretches a sequence to another number of steps by linear interpolation: rows of shape [steps, features] become
/// [<paramref name="Steps"/>, features]. PyTorch's interpolate with mode linear and corners that are not aligned, by which N-HiTS makes
/// a forecast of a few numbers smooth (arXiv:2201.12886).
/// </summary>
/// <param name="Steps">Steps of the output; at least 1.</param>
public sealed record InterpolateSpec(int Steps) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Interpolate {Steps}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Steps >= 1, "InterpolateSpec.Steps", "at least 1", Steps);
        RequireSteps(inputShape);
        return [Steps, inputShape[1]];
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new InterpolateModule(Weights(context.InputShape[0]), context.InputShape[0]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new StepMixKernel(inputShape[0], inputShape[1], Weights(inputShape[0]));

    /// <summary>For each step of the output the share of each step of the input, from the first that has one.</summary>
    internal (int First, float[] Shares)[] Weights(int steps)
    {
        var weights = new (int First, float[] Shares)[Steps];
        double scale = (double)steps / Steps;
        for (int step = 0; step < Steps; step++)
        {
            double place = Math.Max(0, (step + 0.5) * scale - 0.5);
            int below = Math.Min((int)place, steps - 1);
            float rest = (float)(place - below);
            weights[step] = below == steps - 1 ? (below, [1f]) : (below, [1 - rest, rest]);
        }

        return weights;
    }
}
