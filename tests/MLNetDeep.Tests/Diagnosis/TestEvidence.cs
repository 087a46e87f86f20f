using MLNetDeep.Diagnosis;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Diagnosis;

/// <summary>
/// A fit put together by hand: 400 training and 250 validation rows, two columns of noise, a label that leans on the first, a small
/// network as it starts, a course without blemish. Each test spoils one thing.
/// </summary>
internal sealed class TestEvidence
{
    public int TrainingRows { get; init; } = 400;

    public int ValidationRows { get; init; } = 250;

    /// <summary>Value of each column in a row; the number is that of the row.</summary>
    public Dictionary<string, Func<int, float>> Columns { get; } = new() { ["a"] = Noise(1), ["b"] = Noise(2) };

    /// <summary>The values of the columns that are categories; these come last.</summary>
    public Dictionary<string, string[]> Categories { get; } = [];

    public Func<int, float> Label { get; set; } = row => Noise(1)(row) + Noise(99)(row) > 1 ? 1 : 0;

    public string[]? ClassNames { get; set; } = ["no", "yes"];

    public LayerSpec[] Layers { get; set; } = [new LinearSpec(8), new ActivationSpec(Activation.Relu), new LinearSpec(1)];

    /// <summary>Changes the numbers of the tensors of the given name.</summary>
    public Dictionary<string, Func<int, float, float>> Tensors { get; } = [];

    /// <summary>Training and validation loss of each epoch.</summary>
    public (double Training, double Validation)[] Losses { get; set; } =
        [(0.6, 0.61), (0.5, 0.52), (0.45, 0.48), (0.44, 0.475), (0.44, 0.474)];

    public TrainingStopReason StopReason { get; set; } = TrainingStopReason.EpochCountReached;

    /// <summary>Uniform numbers from 0 to 1: the same for a row whenever asked.</summary>
    public static Func<int, float> Noise(uint salt) => row => (float)new RandomNumbers(((ulong)salt << 32) + (uint)row).Uniform();

    public FitEvidence Build()
    {
        int rows = TrainingRows + ValidationRows, width = Columns.Count;
        var features = new float[rows * width];
        for (var row = 0; row < rows; row++)
        {
            foreach (var (slot, value) in Columns.Values.Index())
                features[row * width + slot] = value(row);
        }
        var table = new TensorTable(rows, width, features);
        int[] train = [.. Enumerable.Range(0, TrainingRows)];
        var normalization = InputNormalization.Fit(table, train);
        var labels = new TensorTable(rows, 1, [.. Enumerable.Range(0, rows).Select(Label)]);
        var targets = labels.Copy();
        TaskHead head = ClassNames switch
        {
            null => new RegressionHead([TargetScale.Measure(labels.Values, train, 1, 0)], isVector: false),
            { Length: 2 } => BinaryHead.Instance,
            var names => new MulticlassHead(names.Length, null),
        };
        head.Encode(targets.Values);
        var network = new NetworkSpec([width], [normalization.Spec, .. Layers[..^1], new LinearSpec(head.OutputWidth)]);
        return new FitEvidence
        {
            Data = new TrainingData
            {
                Features = table,
                Targets = targets,
                TrainRows = train,
                ValidationRows = [.. Enumerable.Range(TrainingRows, ValidationRows)],
                Encoding = normalization,
            },
            Labels = labels,
            ColumnNames = [.. Columns.Keys.Select(name => new EvidenceColumn($"'{name}'", Categories.GetValueOrDefault(name)))],
            ClassNames = ClassNames,
            Head = head,
            Settings = new FitSettings { Seed = 5 },
            Network = network,
            Tensors = Weights(network, normalization),
            History = History(),
        };
    }

    /// <summary>What one check finds.</summary>
    public IReadOnlyList<Finding> Examine<TCheck>() where TCheck : ICheck, new()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. new TCheck().Examine(Build())];
    }

    private float[] Weights(NetworkSpec network, InputNormalization normalization)
    {
        var tensors = new FitRandom(5).InitialTensors(network);
        normalization.WriteTo(network, tensors);
        foreach (var tensor in network.Tensors)
        {
            if (!Tensors.TryGetValue(tensor.Name, out var change))
                continue;
            for (var i = 0; i < tensor.ElementCount; i++)
                tensors[tensor.Offset + i] = change(i, tensors[tensor.Offset + i]);
        }
        return tensors;
    }

    private TrainingHistory History()
    {
        var best = Losses.Select(loss => double.IsNaN(loss.Validation) ? loss.Training : loss.Validation).ToArray();
        var reports = Losses.Select((loss, i) => new EpochReport(
            i + 1, Losses.Length, loss.Training, loss.Validation, 0.001, TimeSpan.FromSeconds(i), IsBest: false));
        return new TrainingHistory([.. reports], Array.IndexOf(best, best.Min()) + 1, StopReason);
    }
}
