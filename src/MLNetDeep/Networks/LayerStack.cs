using System.Globalization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>Layers inside a layer, one after the other, with the shapes between them.</summary>
internal sealed class LayerStack
{
    private readonly IReadOnlyList<int>[] _shapes;

    /// <summary>Infers the shapes.</summary>
    /// <param name="name">What the stack is called inside its layer, such as <c>branch0</c>.</param>
    /// <param name="layers">The layers, first to last; none is the identity.</param>
    /// <param name="inputShape">Shape of one row before the first.</param>
    /// <exception cref="ArgumentException">A layer does not fit; the message names stack and layer.</exception>
    public LayerStack(string name, IReadOnlyList<LayerSpec> layers, IReadOnlyList<int> inputShape)
    {
        Name = name;
        Layers = layers;
        _shapes = new IReadOnlyList<int>[layers.Count + 1];
        _shapes[0] = inputShape;
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is null)
                throw new ArgumentException($"{name}, layer {i}: must be a layer, but was null.");
            if (layers[i].MustBeFirst)
                throw new ArgumentException($"{name}, layer {i} ({layers[i].Describe()}): must be the network's first layer.");
            try
            {
                _shapes[i + 1] = layers[i].GetOutputShape(_shapes[i]);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"{name}, layer {i} ({layers[i].Describe()}): {error.Message}", error);
            }
        }
    }

    public string Name { get; }

    public IReadOnlyList<LayerSpec> Layers { get; }

    public IReadOnlyList<int> OutputShape => _shapes[^1];

    public IReadOnlyList<int> GetInputShape(int layer) => _shapes[layer];

    public IReadOnlyList<int> GetOutputShape(int layer) => _shapes[layer + 1];

    /// <summary>What the tensor names of a layer start with.</summary>
    public string Prefix(int layer) => string.Create(CultureInfo.InvariantCulture, $"{Name}.{layer}.");

    /// <summary>The products that one row takes in all layers.</summary>
    public long GetMultiplyAdds() => Layers.Select((layer, i) => layer.GetMultiplyAdds(_shapes[i])).Sum();

    /// <summary>What a number of the last layer's output sees of the network's input.</summary>
    public ReceptiveField? Widen(ReceptiveField? field)
    {
        for (int i = 0; i < Layers.Count; i++)
            field = Layers[i].Widen(field, _shapes[i]);
        return field;
    }

    public IEnumerable<LayerTensor> GetTensors() => Enumerable.Range(0, Layers.Count).SelectMany(
        i => Layers[i].GetTensors(_shapes[i]).Select(tensor => tensor with { Name = Prefix(i) + tensor.Name }));

    /// <summary>The layers in libtorch; null when they do nothing there.</summary>
    public LayerModule? CreateModule(ModuleContext context)
    {
        var modules = new List<(string, LayerModule)>();
        for (int i = 0; i < Layers.Count; i++)
            if (Layers[i].CreateModule(context.Under(Prefix(i), _shapes[i])) is { } module)
                modules.Add((context.NameOf(Prefix(i)), module));
        return modules.Count == 0 ? null : new SequenceModule(modules, context.Step);
    }

    /// <summary>The layers in managed code; null when they do nothing there.</summary>
    public Kernel? CreateKernel(LayerWeights weights)
    {
        var kernels = new List<Kernel>();
        for (int i = 0; i < Layers.Count; i++)
            if (Layers[i].CreateKernel(_shapes[i], weights.Under(Prefix(i))) is { } kernel)
                kernels.Add(kernel);
        return kernels.Count == 0 ? null : SequenceKernel.Join(kernels);
    }
}
