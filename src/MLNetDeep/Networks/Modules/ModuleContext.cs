using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>What a layer's module is made from.</summary>
/// <param name="inputShape">Shape of one input row.</param>
/// <param name="tensors">The layer's tensors by their name inside it.</param>
/// <param name="masks">Where random masks come from: the fit's own generator.</param>
/// <param name="batchRows">The most rows a training batch has.</param>
internal sealed class ModuleContext(
    IReadOnlyList<int> inputShape, IReadOnlyDictionary<string, torch.Tensor> tensors, MaskGenerator masks, int batchRows)
{
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    public MaskGenerator Masks { get; } = masks;

    public int BatchRows { get; } = batchRows;

    public torch.Tensor this[string name] => tensors[name];
}
