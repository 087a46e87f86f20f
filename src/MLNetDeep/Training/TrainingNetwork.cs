using System.Globalization;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Training.Managed;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// A network in libtorch whose numbers all lie in one pinned array. Every parameter is a leaf tensor over a slice of it and has its
/// gradient over the same slice of a second array, where autograd adds in place: optimiser, clipping and snapshots are then single
/// passes over plain arrays. All tensors belong to the dispose scope that is current when the network is made.
/// </summary>
internal sealed class TrainingNetwork
{
    private readonly NetworkSpec _network;
    private readonly FlatLayout _layout;
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly List<(string Name, LayerModule Module)> _modules = [];
    private readonly bool _isEnsemble;
    private readonly TestTimeViewTensors[] _views;
    private readonly LayerRules _rules;

    /// <summary>Makes the network; its numbers are 0 until <see cref="Load"/>.</summary>
    /// <param name="network">The description.</param>
    /// <param name="batchRows">The most rows a training batch has.</param>
    /// <param name="rules">What is not trained, and how fast the rest; null trains all alike.</param>
    public TrainingNetwork(NetworkSpec network, int batchRows, LayerRules? rules = null)
    {
        _network = network;
        _rules = rules ?? LayerRules.None;
        Step.Frozen = _rules.Frozen;
        _layout = new FlatLayout(network);
        MemberCount = network.MemberCount;
        _isEnsemble = network.IsEnsemble;
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
            string name = i.ToString(CultureInfo.InvariantCulture);
            var context = new ModuleContext(network.GetInputShape(i), tensors, Step, batchRows, name);
            if (network.Layers[i].CreateModule(context) is { } module)
                _modules.Add((name, module));
        }

        _views = [.. network.Views.Select(view => new TestTimeViewTensors(view, network.ViewedShape))];
    }

    /// <summary>Members of the ensemble that the network is; 1 when it is none.</summary>
    public int MemberCount { get; }

    public int ParameterCount => _layout.ParameterCount;

    /// <summary>What the layers are told before each step.</summary>
    public StepState Step { get; } = new();

    /// <summary>All parameters.</summary>
    public Span<float> Parameters => _values.AsSpan(0, _layout.ParameterCount);

    /// <summary><see cref="Parameters"/>, for other threads too.</summary>
    public Memory<float> ParameterMemory => _values.AsMemory(0, _layout.ParameterCount);

    /// <summary><see cref="Gradients"/>, for other threads too.</summary>
    public Memory<float> GradientMemory => _gradients;

    /// <summary>What backward adds to; same order as the parameters.</summary>
    public Span<float> Gradients => _gradients;

    /// <summary>All numbers, buffers included, as they lie: for snapshots.</summary>
    public Span<float> Values => _values;

    /// <summary>
    /// Runs the layers on normalised rows: on the rows themselves to learn from them, and where somebody watches the layers; on all views
    /// of them to score.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="pass">What they go through for.</param>
    /// <param name="targets">Their targets, for layers that are taught by them; null where they are not known.</param>
    public torch.Tensor Forward(torch.Tensor input, Pass pass, torch.Tensor? targets = null)
    {
        Step.Cuts.Clear();
        Step.Targets = targets;
        if (_views.Length == 0 || pass != Pass.Scoring || Step.Observer is not null)
            return Run(input, pass);
        torch.Tensor mean = _views[0].Weigh(Run(_views[0].Of(input), pass));
        foreach (TestTimeViewTensors view in _views.AsSpan(1))
            mean = mean + view.Weigh(Run(view.Of(input), pass));
        return mean;
    }

    /// <summary>Leaves the gradients of a loss of the last pass in <see cref="Gradients"/>.</summary>
    public void Backward(torch.Tensor loss) => GradientCut.Backward(loss, Step.Cuts);

    private torch.Tensor Run(torch.Tensor input, Pass pass)
    {
        Step.SetLengths(null, 0);
        foreach ((string name, LayerModule module) in _modules)
        {
            input = module.Forward(input, pass);
            Step.Observer?.Invoke(name, input);
        }

        return input;
    }

    /// <summary>The loss of a batch: of an ensemble the mean of its members' losses, never the loss of their mean.</summary>
    /// <param name="head">The loss of one network.</param>
    /// <param name="output">What <see cref="Forward"/> put out, shape [rows, outputs] or [rows, members, outputs].</param>
    /// <param name="batch">The rows' targets and weights.</param>
    /// <param name="labelSmoothing">Passed on to the head.</param>
    public torch.Tensor Loss(ITrainingHead head, torch.Tensor output, Batch batch, double labelSmoothing)
    {
        if (!_isEnsemble)
            return head.Loss(output, batch.Targets, batch.Weights, labelSmoothing);
        if (batch.Targets.size(0) != output.size(0)) // a row for each member, not one for all
            return head.Loss(output.flatten(0, 1), batch.Targets, batch.Weights, labelSmoothing);
        torch.Tensor targets = batch.Targets.unsqueeze(1).expand(-1, MemberCount, -1).flatten(0, 1);
        torch.Tensor? weights = batch.Weights?.unsqueeze(1).expand(-1, MemberCount).flatten();
        return head.Loss(output.flatten(0, 1), targets, weights, labelSmoothing);
    }

    /// <summary>Sets all numbers from the description's order.</summary>
    public void Load(ReadOnlySpan<float> tensors) => _layout.FromSpecOrder(tensors, _values);

    /// <summary>Brings a snapshot of <see cref="Values"/> into the description's order.</summary>
    public float[] Export(ReadOnlySpan<float> snapshot) => _layout.ToSpecOrder(snapshot);

    /// <summary>The numbers of one tensor.</summary>
    public ReadOnlySpan<float> ValuesOf(TensorSpec tensor) => _values.AsSpan(_layout.OffsetOf(tensor), tensor.ElementCount);

    /// <summary>The tensors of a layer by their names in it, for code that learns without libtorch.</summary>
    /// <param name="layer">Position of the layer.</param>
    public IReadOnlyDictionary<string, ManagedTensor> ManagedTensors(int layer) => _network.GetTensors(layer).ToDictionary(
        tensor => tensor.Source.Name,
        tensor => new ManagedTensor(
            _values, _gradients, _layout.OffsetOf(tensor), tensor.ElementCount,
            tensor.IsParameter && !_rules.Frozen.Contains(tensor.Name)));

    /// <summary>What backward added for one tensor; nothing for a buffer.</summary>
    public ReadOnlySpan<float> GradientsOf(TensorSpec tensor) =>
        tensor.IsParameter ? _gradients.AsSpan(_layout.OffsetOf(tensor), tensor.ElementCount) : [];

    /// <summary>The stretches of parameters that are trained alike.</summary>
    /// <param name="isTrained">Says of a tensor whether it is trained.</param>
    public IReadOnlyList<ParameterRange> Ranges(Func<TensorSpec, bool> isTrained) =>
        _layout.Ranges(tensor => isTrained(tensor) && !_rules.Frozen.Contains(tensor.Name), _rules.FactorOf);

    private torch.Tensor MakeLeaf(TensorSpec tensor, int offset, torch.Tensor values, torch.Tensor? gradients)
    {
        torch.Tensor leaf = View(values, tensor, offset);
        if (!tensor.IsParameter || _rules.Frozen.Contains(tensor.Name)) // no pass backwards for what stays as it is
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
