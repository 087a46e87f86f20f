using MLNetDeep.Networks;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;
using MLNetDeep.Training.Managed;
using TorchSharp;

namespace MLNetDeep.Tests.Training.Managed;

/// <summary>The same step of the same network by libtorch and by managed code.</summary>
internal static class EnginePair
{
    private static readonly FitRandom Random = new(5);

    /// <summary>Compares loss, gradients, buffers and scores of one batch.</summary>
    public static void Compare(
        NetworkSpec network, ITrainingHead head, TrainingData data, double smoothing = 0, bool separates = false, int threads = 1)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int orders = separates ? network.MemberCount : 1;
        Batcher rows = data.OpenTraining(data.EncodeAll(), data.TrainRows.Length, joinLoneRow: false, dropLast: false, orders);
        rows.BeginEpoch(1, Random);
        TrainingNetwork theirs = Load(network, rows.LargestBatch * orders, separates);
        TrainingNetwork ours = Load(network, rows.LargestBatch * orders, separates);
        using var libtorch = new LibtorchEngine(head, theirs, Random, augmentation: null);
        using var managed = new ManagedEngine(network, head, ours, Random, threads);
        var terms = new StepTerms(3, 1, 1, smoothing);
        BatchLoss expected = libtorch.Differentiate(rows, 0, terms);
        BatchLoss actual = managed.Differentiate(rows, 0, terms);
        AssertClose("loss", [expected.Value], [actual.Value]);
        Assert.Equal(expected.Weight, actual.Weight, 1e-5);
        foreach (TensorSpec tensor in network.Tensors)
        {
            AssertClose("gradients of " + tensor.Name, theirs.GradientsOf(tensor), ours.GradientsOf(tensor));
            AssertClose(tensor.Name, theirs.ValuesOf(tensor), ours.ValuesOf(tensor));
        }

        CompareScores(libtorch, managed, data, head.OutputWidth * network.MemberCount);
    }

    private static void CompareScores(GradientEngine libtorch, GradientEngine managed, TrainingData data, int width)
    {
        Batcher rows = data.OpenTraining(data.EncodeAll(), data.TrainRows.Length, joinLoneRow: false, dropLast: false, orderCount: 1);
        float[] theirs = new float[rows.RowCount * width];
        float[] ours = new float[rows.RowCount * width];
        (BatchLoss expected, int count) = libtorch.Measure(rows, 0, theirs);
        (BatchLoss actual, int ownCount) = managed.Measure(rows, 0, ours);
        Assert.Equal(count, ownCount);
        AssertClose("loss of scores", [expected.Value], [actual.Value]);
        AssertClose("scores", theirs, ours);
    }

    /// <summary>Rows with random features and targets, and weights if asked for.</summary>
    public static TrainingData Data(int rows, int width, float[] targets, bool isWeighted, double spread = 2) => new()
    {
        Features = new TensorTable(rows, width, RandomNetworks.Rows(rows, width, 31, spread)),
        Targets = new TensorTable(rows, targets.Length / rows, targets),
        Weights = isWeighted ? [.. Enumerable.Range(0, rows).Select(row => 0.25f + row % 5)] : null,
        TrainRows = [.. Enumerable.Range(0, rows)],
        ValidationRows = [],
    };

    private static TrainingNetwork Load(NetworkSpec network, int rows, bool separates)
    {
        var result = new TrainingNetwork(network, rows);
        result.Load(RandomNetworks.Tensors(network, 21));
        result.Step.SeparatesMembers = separates;
        return result;
    }

    /// <summary>Within 1e-5 of the largest number.</summary>
    private static void AssertClose(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0.01f; // what cancels to 0 keeps the rounding of its parts
        foreach (float value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"{what} at {i}: {expected[i]} and {actual[i]}");
    }
}
