using System.Globalization;
using System.Numerics.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Diagnosis;

/// <summary>Sends training rows through the network, forwards and backwards, and looks at every layer, also inside others.</summary>
internal sealed class NetworkProbe
{
    /// <summary>
    /// A unit that is silent in all of these is silent in 99.9% of the rows, with a chance of error of 0.13
    /// (0.999^2048).
    /// </summary>
    private const int ForwardRows = 2_048;

    private const int BatchRows = 128;

    private const int GradientBatches = 8;

    private readonly FitEvidence _evidence;
    private readonly TrainingNetwork _network;
    private readonly Dictionary<string, LayerSpec> _layers = [];

    private NetworkProbe(FitEvidence evidence)
    {
        _evidence = evidence;
        _network = new TrainingNetwork(evidence.Network, BatchRows);
        for (var i = 0; i < evidence.Network.Layers.Count; i++)
            Collect(i.ToString(CultureInfo.InvariantCulture), evidence.Network.Layers[i], evidence.Network.GetInputShape(i));
    }

    /// <summary>Looks at the layers that hold no others, first to last.</summary>
    public static IReadOnlyList<LayerEvidence> Examine(FitEvidence evidence) => new NetworkProbe(evidence).Examine();

    private LayerEvidence[] Examine()
    {
        _network.Load(_evidence.Tensors);
        var units = Forward();
        var last = Backward();
        StartingWeights.Load(
            _network, _evidence.Network, _evidence.Head, _evidence.Data, _evidence.Settings.Seed, _evidence.Initial);
        var first = Backward();
        return
        [
            .. _layers.Select(layer => new LayerEvidence($"layer {layer.Key} ({layer.Value.Describe()})", layer.Value)
            {
                Units = units.GetValueOrDefault(layer.Key)?.Result(),
                Gradients = last.TryGetValue(layer.Key, out var norm) ? new LayerGradients(first[layer.Key], norm) : null,
            }),
        ];
    }

    private void Collect(string name, LayerSpec layer, IReadOnlyList<int> inputShape)
    {
        var stacks = layer.GetStacks(inputShape);
        if (stacks.Count == 0)
            _layers.Add(name, layer);
        foreach (var stack in stacks)
        {
            for (var i = 0; i < stack.Layers.Count; i++)
                Collect($"{name}.{stack.Prefix(i).TrimEnd('.')}", stack.Layers[i], stack.GetInputShape(i));
        }
    }

    private Dictionary<string, UnitWatch> Forward()
    {
        var watches = new Dictionary<string, UnitWatch>();
        using var noGradients = torch.no_grad();
        foreach (var batch in EvidenceSample.Spread(_evidence.Sample.TrainingRows, ForwardRows).Chunk(BatchRows))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _network.Step.Observer = (name, output) =>
            {
                if (!_layers.TryGetValue(name, out var layer) || !UnitWatch.IsWatched(layer))
                    return;
                if (!watches.TryGetValue(name, out var watch))
                    watches.Add(name, watch = new UnitWatch(layer));
                // Of an image the units are the channels, and every pixel is a row of them.
                torch.Tensor units = output.Dimensions > 2 && !_evidence.Network.IsEnsemble ? output.flatten(0, -2) : output;
                watch.Add(units.data<float>().ToArray(), (int)units.size(0));
            };
            _network.Forward(Features(batch), Pass.Scoring);
            _network.Step.Observer = null;
        }
        return watches;
    }

    /// <summary>Relative gradient lengths of the linear layers by the weights that are loaded.</summary>
    private Dictionary<string, double> Backward()
    {
        // Others, such as embeddings and scales, have few weights that count for a row, or gradients of another size by design.
        var weights = _layers.Where(layer => layer.Value is LinearSpec or MaxoutSpec or EnsembleLinearSpec or MemberLinearSpec)
            .ToDictionary(layer => layer.Key, layer =>
                _evidence.Network.Tensors.Where(tensor => tensor.IsParameter && tensor.Name == $"{layer.Key}.weight").ToArray());
        var squares = weights.Keys.ToDictionary(name => name, _ => 0.0);
        var batches = EvidenceSample.Spread(_evidence.Sample.TrainingRows, GradientBatches * BatchRows).Chunk(BatchRows)
            // Batch statistics need two rows.
            .Where((batch, i) => i == 0 || batch.Length > 1).ToArray();
        _network.Step.DropoutFactor = 0;
        foreach (var batch in batches)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _network.Gradients.Clear();
            _network.Step.Masks.Restart(0);
            var rows = new Batch(Features(batch), ToTensor(_evidence.Data.Targets.Select(batch)), null, batch.Length);
            var output = _network.Forward(rows.Features, Pass.Training, rows.Targets);
            _network.Backward(_network.Loss(_evidence.Head, output, rows, labelSmoothing: 0));
            foreach (var (name, tensors) in weights)
                squares[name] += tensors.Sum(tensor => (double)TensorPrimitives.SumOfSquares(_network.GradientsOf(tensor)));
        }
        return weights.ToDictionary(layer => layer.Key, layer => Math.Sqrt(
            squares[layer.Key] / batches.Length
            / layer.Value.Sum(tensor => (double)TensorPrimitives.SumOfSquares(_network.ValuesOf(tensor)))));
    }

    private torch.Tensor Features(int[] rows) => _evidence.Data.ToTensor(rows);

    private static torch.Tensor ToTensor(TensorTable table) =>
        torch.tensor(table.Values.ToArray()).view(table.RowCount, table.Width);
}
