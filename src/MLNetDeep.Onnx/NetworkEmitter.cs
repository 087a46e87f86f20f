using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Onnx.Layers;

namespace MLNetDeep.Onnx;

/// <summary>Writes a network's layers into a graph, in the order in which they are scored.</summary>
internal sealed class NetworkEmitter(OnnxGraph graph, string prefix = "")
{
    public OnnxGraph Graph => graph;

    /// <summary>How many steps of each row there are: int32 of shape [rows]; null where all rows have all steps. A step mask sets it for
    /// the layers behind it.</summary>
    public string? Lengths { get; set; }

    /// <summary>Writes a network.</summary>
    /// <param name="network">Its layers.</param>
    /// <param name="tensors">Its numbers.</param>
    /// <param name="raw">Shape [rows, InputWidth].</param>
    /// <returns>Shape [rows, …OutputShape].</returns>
    /// <exception cref="NotSupportedException">ONNX cannot express a layer; the message names it and says why.</exception>
    public string Run(NetworkSpec network, ReadOnlySpan<float> tensors, string raw)
    {
        Lengths = null;
        graph.Scope = prefix;
        var viewed = network.Layers[0].MustBeFirst ? 1 : 0;
        string value = network.InputShape.Count == 1 ? raw : graph.Rows(raw, network.InputShape);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (i == viewed)
                value = TestTimeViews.Spread(graph, network, value);
            var weights = new LayerWeights(network.GetTensors(i), tensors);
            value = Run(network.Layers[i], FormattableString.Invariant($"{prefix}{i}"), value, network.GetInputShape(i), weights);
        }

        graph.Scope = prefix;
        return TestTimeViews.Join(graph, network, network.Layers.Count == viewed ? TestTimeViews.Spread(graph, network, value) : value);
    }

    /// <summary>Writes layers within a layer.</summary>
    public string Run(LayerStack stack, LayerWeights weights, string input)
    {
        string outer = graph.Scope;
        for (int i = 0; i < stack.Layers.Count; i++)
        {
            string inner = stack.Prefix(i);
            input = Run(stack.Layers[i], $"{outer}/{inner.TrimEnd('.')}", input, stack.GetInputShape(i), weights.Under(inner));
        }

        graph.Scope = outer;
        return input;
    }

    private string Run(LayerSpec layer, string scope, string input, IReadOnlyList<int> shape, LayerWeights weights)
    {
        graph.Scope = scope;
        return LayerEmitters.All.Emit(layer, new LayerSite(this, input, shape, weights));
    }
}
