using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;

namespace MLNetDeep.Training.Managed;

/// <summary>What a layer that learns in managed code is made from.</summary>
/// <param name="inputShape">Shape of one input row.</param>
/// <param name="input">What the layer reads.</param>
/// <param name="tensors">The tensors of the network's layer by their name inside it.</param>
/// <param name="step">What changes from step to step.</param>
/// <param name="products">Multiplies matrices.</param>
/// <param name="name">The network's layer: its position, in words.</param>
/// <param name="prefix">What the names of the layer's tensors start with, when it lies inside another.</param>
internal sealed class ManagedContext(
    IReadOnlyList<int> inputShape,
    Block input,
    IReadOnlyDictionary<string, ManagedTensor> tensors,
    StepState step,
    MatrixProduct products,
    string name,
    string prefix = "")
{
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    public Block Input { get; } = input;

    public StepState Step { get; } = step;

    public MatrixProduct Products { get; } = products;

    public ManagedTensor this[string name] => tensors[prefix + name];

    /// <summary>The name of a tensor in the network.</summary>
    public string NameOf(string tensor) => $"{name}.{prefix}{tensor}";

    /// <summary>What a layer behind another one inside the same is made from.</summary>
    public ManagedContext Behind(Block block) => new(InputShape, block, tensors, Step, Products, name, prefix);

    /// <summary>The layers of a stack inside this layer.</summary>
    public ManagedSequence Create(LayerStack stack, Block from)
    {
        var layers = new List<ManagedLayer>();
        for (int i = 0; i < stack.Layers.Count; i++)
        {
            var context = new ManagedContext(
                stack.GetInputShape(i), from, tensors, Step, Products, name, prefix + stack.Prefix(i));
            if (stack.Layers[i].CreateManagedLayer(context) is not { } layer)
                continue;
            layers.Add(layer);
            from = layer.Output;
        }

        return layers.Count == 0 ? new ManagedSequence(from, []) : new ManagedSequence(layers[0].Input, layers);
    }

    /// <summary>A block for what the layer puts out.</summary>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="parameters">The layer's parameters.</param>
    public Block Output(int width, params ReadOnlySpan<ManagedTensor?> parameters)
    {
        bool learns = Input.NeedsGradients;
        foreach (ManagedTensor? parameter in parameters)
            learns |= parameter is { IsTrained: true };
        return new Block(width, learns);
    }
}
