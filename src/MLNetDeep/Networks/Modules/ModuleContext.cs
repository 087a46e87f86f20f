using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>What a layer's module is made from.</summary>
/// <param name="inputShape">Shape of one input row.</param>
/// <param name="tensors">The layer's tensors by their name inside it.</param>
/// <param name="step">What changes from step to step.</param>
/// <param name="batchRows">The most rows a training batch has.</param>
/// <param name="name">The network's layer: its position, in words.</param>
/// <param name="prefix">What the names of the layer's tensors start with, when it lies inside another.</param>
internal sealed class ModuleContext(
    IReadOnlyList<int> inputShape,
    IReadOnlyDictionary<string, torch.Tensor> tensors,
    StepState step,
    int batchRows,
    string name = "",
    string prefix = "")
{
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    public StepState Step { get; } = step;

    public int BatchRows { get; } = batchRows;

    public torch.Tensor this[string name] => tensors[prefix + name];

    /// <summary>What a layer inside this one is made from.</summary>
    public ModuleContext Under(string inner, IReadOnlyList<int> innerShape) => new(innerShape, tensors, Step, BatchRows, name, prefix + inner);

    /// <summary>The place of a layer inside this one, as in the names of its tensors: <c>3.branch0.2</c>.</summary>
    public string NameOf(string inner) => $"{name}.{prefix}{inner}".TrimEnd('.');
}
