using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// A network in libtorch whose numbers all lie in one pinned array. Every parameter is a leaf tensor over a slice of it and has its
/// gradient over the same slice of a second array, where autograd adds in place: optimiser, clipping and snapshots are then single
/// passes over plain arrays. All tensors belong to the dispose scope that is current when the network is made.
/// </summary>
internal sealed class TrainingNetwork
{
    private readonly FlatLayout _layout;
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly List<LayerModule> _modules = [];

    /// <summary>Makes the network; its numbers are 0 until <see cref="Load"/>.</summary>
    public TrainingNetwork(NetworkSpec network, int batchRows)
    {
        _layout = new FlatLayout(network);
        _values = GC.AllocateArray<float>(_layout.Count, pinned: true);
        _gradients = GC.AllocateArray<float>(_layout.ParameterCount, pinned: true);
        using torch.Tensor? values = _values.Length == 0 ? null : torch.from_array(_values);
        using torch.Tensor? gradients = _gradients.Length == 0 ? null : torch.from_array(_gradients);
        int tensorIndex = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            var tensors = new Dictionary<string, torch.Tensor>();
            foreach (TensorSpec tensor in network.GetTensors(i))
                tensors.Add(tensor.Source.Name, MakeLeaf(tensor, _layout.OffsetOf(tensorIndex++), values!, gradients));
            var context = new ModuleContext(network.GetInputShape(i), tensors, Step, batchRows);
            if (network.Layers[i].CreateModule(context) is { } module)
                _modules.Add(module);
        }
    }

    public int ParameterCount => _layout.ParameterCount;

    /// <summary>What the layers are told before each step.</summary>
    public StepState Step { get; } = new();

    /// <summary>All parameters.</summary>
    public Span<float> Parameters => _values.AsSpan(0, _layout.ParameterCount);

    /// <summary>What backward adds to; same order as the parameters.</summary>
    public Span<float> Gradients => _gradients;

    /// <summary>All numbers, buffers included, as they lie: for snapshots.</summary>
    public Span<float> Values => _values;

    /// <summary>Runs the layers on normalised rows.</summary>
    public torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        foreach (LayerModule module in _modules)
            input = module.Forward(input, pass);
        return input;
    }

    /// <summary>Sets all numbers from the description's order.</summary>
    public void Load(ReadOnlySpan<float> tensors) => _layout.FromSpecOrder(tensors, _values);

    /// <summary>Brings a snapshot of <see cref="Values"/> into the description's order.</summary>
    public float[] Export(ReadOnlySpan<float> snapshot) => _layout.ToSpecOrder(snapshot);

    /// <summary>The numbers of one tensor.</summary>
    public ReadOnlySpan<float> ValuesOf(TensorSpec tensor) => _values.AsSpan(_layout.OffsetOf(tensor), tensor.ElementCount);

    /// <summary>What backward added for one tensor; nothing for a buffer.</summary>
    public ReadOnlySpan<float> GradientsOf(TensorSpec tensor) =>
        tensor.IsParameter ? _gradients.AsSpan(_layout.OffsetOf(tensor), tensor.ElementCount) : [];

    /// <summary>The stretches of parameters that are trained alike.</summary>
    /// <param name="isTrained">Says of a tensor whether it is trained.</param>
    public IReadOnlyList<ParameterRange> Ranges(Func<TensorSpec, bool> isTrained) => _layout.Ranges(isTrained);

    private static torch.Tensor MakeLeaf(TensorSpec tensor, int offset, torch.Tensor values, torch.Tensor? gradients)
    {
        torch.Tensor leaf = View(values, tensor, offset);
        if (!tensor.IsParameter)
            return leaf;
        leaf.requires_grad = true;
        using torch.Tensor gradient = View(gradients!, tensor, offset);
        leaf.grad = gradient;
        return leaf;
    }

    private static torch.Tensor View(torch.Tensor flat, TensorSpec tensor, int offset)
    {
        using torch.Tensor slice = flat.narrow(0, offset, tensor.ElementCount);
        return slice.view([.. tensor.Shape.Select(size => (long)size)]);
    }
}
