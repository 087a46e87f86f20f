using System.Globalization;

namespace MLNetDeep.Networks;

/// <summary>A layer of a network, perhaps inside another.</summary>
/// <param name="Name">Its place, as tensor names start with: <c>3</c>, or <c>3.branch0.2</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="OutputShape">Shape of one row behind it.</param>
internal sealed record NamedLayer(string Name, LayerSpec Layer, IReadOnlyList<int> OutputShape);

/// <summary>Takes networks apart.</summary>
internal static class NetworkParts
{
    /// <summary>All layers, each before those inside it.</summary>
    public static IReadOnlyList<NamedLayer> Layers(NetworkSpec network)
    {
        var found = new List<NamedLayer>();
        for (int i = 0; i < network.Layers.Count; i++)
            Collect(i.ToString(CultureInfo.InvariantCulture), network.Layers[i], network.GetInputShape(i), found);
        return found;
    }

    /// <summary>The layers up to and with one, as a network of their own, and its numbers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">All its numbers.</param>
    /// <param name="name">The layer; inside others these must be branches side by side, whose input is that of the whole.</param>
    /// <exception cref="ArgumentException">The layer lies inside one of another kind.</exception>
    public static (NetworkSpec Network, float[] Tensors) Until(NetworkSpec network, ReadOnlySpan<float> tensors, string name)
    {
        var layers = new List<LayerSpec>();
        var numbers = new List<float>();
        string[] path = name.Split('.');
        int position = Position(path[0]);
        for (int i = 0; i < position; i++)
            Add(network.Layers[i], Text(i) + ".", tensors);
        (LayerSpec layer, IReadOnlyList<int> shape, string prefix) = (network.Layers[position], network.GetInputShape(position), path[0] + ".");
        for (int step = 1; step < path.Length; step += 2)
        {
            if (layer is not ParallelSpec)
            {
                throw new ArgumentException(
                    $"layer {prefix.TrimEnd('.')} ({layer.Describe()}) does not hand its input to the layers inside it, so that only its own "
                    + "output can be had");
            }

            LayerStack stack = layer.GetStacks(shape).First(stack => stack.Name == path[step]);
            int inner = Position(path[step + 1]);
            for (int i = 0; i < inner; i++)
                Add(stack.Layers[i], prefix + stack.Prefix(i), tensors);
            (layer, shape, prefix) = (stack.Layers[inner], stack.GetInputShape(inner), prefix + stack.Prefix(inner));
        }

        Add(layer, prefix, tensors);
        return (new NetworkSpec(network.InputShape, layers), [.. numbers]);

        void Add(LayerSpec next, string start, ReadOnlySpan<float> all)
        {
            layers.Add(next);
            foreach (TensorSpec tensor in network.Tensors)
                if (tensor.Name.StartsWith(start, StringComparison.Ordinal))
                    numbers.AddRange(all.Slice(tensor.Offset, tensor.ElementCount));
        }
    }

    /// <summary>The layers from a position on, as a network of their own, and its numbers.</summary>
    public static (NetworkSpec Network, float[] Tensors) From(NetworkSpec network, ReadOnlySpan<float> tensors, int position)
    {
        int skipped = Enumerable.Range(0, position).SelectMany(network.GetTensors).Sum(tensor => tensor.ElementCount);
        return (new NetworkSpec(network.GetInputShape(position), network.Layers.Skip(position)), tensors[skipped..].ToArray());
    }

    private static void Collect(string name, LayerSpec layer, IReadOnlyList<int> inputShape, List<NamedLayer> found)
    {
        found.Add(new NamedLayer(name, layer, layer.GetOutputShape(inputShape)));
        foreach (LayerStack stack in layer.GetStacks(inputShape))
            for (int i = 0; i < stack.Layers.Count; i++)
                Collect($"{name}.{stack.Prefix(i).TrimEnd('.')}", stack.Layers[i], stack.GetInputShape(i), found);
    }

    private static int Position(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int position) => position.ToString(CultureInfo.InvariantCulture);
}
