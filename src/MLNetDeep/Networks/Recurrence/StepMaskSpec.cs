using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Where rows of shape [steps, features] end before the last step: the first such layer finds the steps that stand for nothing, which
/// hold minus infinity, and every one of them puts zeros there. Recurrent layers and pools behind it know each row's length.
/// </summary>
/// <remarks>Layers between two of them must keep the number of steps: convolutions of stride 1 with padding.</remarks>
public sealed record StepMaskSpec : LayerSpec
{
    /// <summary>Whether the steps hold minus infinity again behind the layer, instead of zeros: for outputs, of which each step has its
    /// own.</summary>
    /// <value>Default <see langword="false"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MarksMissing { get; init; }

    /// <inheritdoc/>
    public override string Describe() => "StepMask";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        RequireSteps(inputShape);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new StepMaskModule(context, MarksMissing);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => new StepMaskKernel(inputShape, MarksMissing);

    internal override StepLayer? CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights) => null;
}
