using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Where a layer stands: its input, and its numbers.</summary>
internal readonly ref struct LayerSite
{
    public LayerSite(NetworkEmitter network, string input, IReadOnlyList<int> shape, LayerWeights weights)
    {
        (Network, Input, Shape) = (network, input, shape);
        Weights = weights;
    }

    public NetworkEmitter Network { get; }

    public OnnxGraph Graph => Network.Graph;

    /// <summary>Shape [rows, …<see cref="Shape"/>], channels last.</summary>
    public string Input { get; }

    /// <summary>Shape of one row.</summary>
    public IReadOnlyList<int> Shape { get; }

    public LayerWeights Weights { get; }

    /// <summary>One of the layer's tensors as it is.</summary>
    public string Weight(string name, params ReadOnlySpan<int> shape) => Graph.Tensor(name, Weights[name], shape);

    /// <summary>The layer's input under another name.</summary>
    public LayerSite With(string input, IReadOnlyList<int> shape) => new(Network, input, shape, Weights);
}
