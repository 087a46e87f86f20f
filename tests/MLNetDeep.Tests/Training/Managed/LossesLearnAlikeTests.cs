using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training.Managed;

/// <summary>Losses and their slopes in managed code against libtorch's.</summary>
public sealed class LossesLearnAlikeTests
{
    private const int RowCount = 37;

    public static TheoryData<string> Cases => [.. Losses.Keys];

    private static Dictionary<string, LossFunction> Losses { get; } = LossFunction.Kinds
        .Append(new QuantileLoss { Levels = [0.1, 0.5, 0.7], ScoresMean = true })
        .Append(new QuantileLoss { Levels = [0.2, 0.9], SortsOutputs = true })
        .Append(new FocalLoss { Gamma = 0.5, Alpha = 0.3 })
        .Append(new HuberLoss { Delta = 0.3 })
        .Append(new HingeLoss { Margin = 0.2 })
        .Select((loss, i) => (Name: $"{i} {loss.GetType().Name}", loss))
        .ToDictionary(pair => pair.Name, pair => pair.loss);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss(string name)
    {
        LossFunction loss = Losses[name];
        foreach (bool isWeighted in new[] { false, true })
        {
            foreach (double smoothing in new[] { 0, 0.1 })
            {
                if (loss is IBinaryLoss binary)
                {
                    Compare(new BinaryHead(binary), Flags(1), isWeighted, smoothing);
                    Compare(new MultiLabelHead(4, null, binary), Flags(4), isWeighted, smoothing);
                }

                if (loss is IClassLoss classes)
                    Compare(new MulticlassHead(5, null, classes), Classes(5), isWeighted, smoothing);
            }

            if (loss is not IRegressionLoss)
                continue;
            foreach (int targets in new[] { 1, 3 })
            {
                TargetScale[] scales = [.. Enumerable.Repeat(new TargetScale(0, 1, -9, 9), targets)];
                Compare(new RegressionHead(scales, isVector: targets > 1, loss), Numbers(targets), isWeighted, smoothing: 0);
            }
        }
    }

    private static float[] Classes(int count) => [.. Enumerable.Range(0, RowCount).Select(row => row * 7 % (float)count)];

    private static float[] Flags(int width) => [.. Numbers(width).Select(number => number > 0.3 ? 1f : 0f)];

    private static float[] Numbers(int width) => [.. RandomNetworks.Rows(RowCount, width, 8, spread: 1.5).Select(Math.Abs)];

    private static void Compare(TaskHead head, float[] targets, bool isWeighted, double smoothing)
    {
        var network = new NetworkSpec([6], [new LinearSpec(9), new ActivationSpec(Activation.Tanh), new LinearSpec(head.OutputWidth)]);
        EnginePair.Compare(network, head, EnginePair.Data(RowCount, 6, targets, isWeighted), smoothing);
    }
}
