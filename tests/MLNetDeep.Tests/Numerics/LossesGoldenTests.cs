using System.Text.Json;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Every loss against PyTorch or scikit-learn, whose numbers losses_golden.py wrote, and its slope against its values.</summary>
public sealed class LossesGoldenTests
{
    private static readonly JsonElement Golden = Read();

    public static TheoryData<string> Cases { get; } = [.. Golden.EnumerateObject().Select(each => each.Name)];

    [Fact]
    public void Every_loss_is_in_the_matrix() => Assert.Equal(
        LossFunction.Kinds.Select(loss => loss.GetType().Name).Order(),
        Golden.EnumerateObject().Select(each => Loss(each.Value).GetType().Name).Distinct().Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_theirs(string name)
    {
        var (golden, head) = Case(name);
        float[] outputs = Numbers(golden, "outputs"), targets = Numbers(golden, "targets"), weights = Numbers(golden, "weights");
        AssertBoth("plain", [], 0);
        AssertBoth("weighted", weights, 0);
        if (golden.TryGetProperty("smoothed", out var smoothed))
            Assert.Equal(smoothed.GetDouble(), Torch(head, outputs, targets, [], 0.2), 2e-6);
        if (!golden.TryGetProperty("balanced", out _))
            return;
        string[] classes = ["a", "b", "c", "d"];
        int[] rows = [.. Enumerable.Range(0, targets.Length)];
        AssertBoth("balanced", ClassWeights.Balanced.Apply("Label", classes, targets, rows, null), 0);
        // Given weights and those of rows multiply.
        var given = ClassWeights.Of(("d", 2)).Apply("Label", classes, targets, rows, weights);
        Assert.Equal(weights.Zip(targets, (weight, label) => label == 3 ? weight * 2 : weight), given);

        void AssertBoth(string expected, float[] rowWeights, double smoothing)
        {
            var value = golden.GetProperty(expected).GetDouble();
            Assert.Equal(value, Torch(head, outputs, targets, rowWeights, smoothing), 2e-6 * Math.Max(1, Math.Abs(value)));
            Assert.Equal(value, head.Measure(outputs, targets, rowWeights)[0], 2e-6 * Math.Max(1, Math.Abs(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Slopes_are_differences_of_values(string name)
    {
        const float Step = 1f / 256;
        var (golden, head) = Case(name);
        float[] outputs = Numbers(golden, "outputs"), targets = Numbers(golden, "targets"), weights = Numbers(golden, "weights");
        var slopes = Gradient(head, outputs, targets, weights);
        for (var index = 0; index < outputs.Length; index++)
        {
            var kept = outputs[index];
            outputs[index] = kept + Step;
            var above = head.Measure(outputs, targets, weights)[0];
            var upper = (double)outputs[index];
            outputs[index] = kept - Step;
            var below = head.Measure(outputs, targets, weights)[0];
            Assert.Equal((above - below) / (upper - outputs[index]), slopes[index], 2e-4);
            outputs[index] = kept;
        }
    }

    /// <summary>Far from 0 no loss or slope may overflow, nor be NaN.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Far_outputs_have_finite_losses(string name)
    {
        var (golden, head) = Case(name);
        var targets = Numbers(golden, "targets");
        foreach (var scale in new[] { 0f, 40 })
        {
            float[] outputs = [.. Numbers(golden, "outputs").Select(value => MathF.Sign(value) * scale)];
            Assert.True(double.IsFinite(Torch(head, outputs, targets, [], 0)));
            Assert.True(double.IsFinite(head.Measure(outputs, targets, [])[0]));
            Assert.All(Gradient(head, outputs, targets, []), slope => Assert.True(float.IsFinite(slope)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_can_be_taken_back(string name)
    {
        var (golden, head) = Case(name);
        var outputs = Numbers(golden, "outputs");
        float[] scores = [.. outputs];
        head.Finish(scores);
        var expected = scores.ToArray();
        head.Unfinish(scores);
        head.Finish(scores);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, MathF.Abs(pair.First))));
    }

    [Fact]
    public void Quantiles_never_cross()
    {
        var loss = new QuantileLoss { Levels = [0.1, 0.4, 0.5, 0.6, 0.9] };
        var head = new RegressionHead([new TargetScale(3, 2, -1000, 1000)], isVector: false, loss);
        var random = new Random(4);
        float[] outputs = [.. Enumerable.Range(0, 5000).Select(_ => (float)((random.NextDouble() - 0.5) * 100))];
        head.Finish(outputs);
        Assert.All(outputs.Chunk(5), row => Assert.Equal(row.Order(), row));
    }

    [Fact]
    public void Sorted_quantiles_move_with_what_is_added()
    {
        var loss = new QuantileLoss { Levels = [0.1, 0.5, 0.9], ScoresMean = true, SortsOutputs = true };
        var head = new RegressionHead([new TargetScale(0, 1, -1000, 1000), new TargetScale(0, 1, -1000, 1000)], isVector: true, loss);
        float[] scores = [3, -1, 2, 9, 5, 6, 7, 8];
        head.Finish(scores);
        Assert.Equal([-1, 2, 3, 9, 5, 6, 7, 8], scores);
        float[] moved = [43, 39, 42, 49, 45, 46, 47, 48];
        head.Finish(moved);
        Assert.Equal(scores.Select(score => score + 40), moved);
    }

    private static double Torch(TaskHead head, float[] outputs, float[] targets, float[] weights, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        var output = torch.tensor(outputs).view(-1, head.OutputWidth);
        return head.Loss(output, torch.tensor(targets).view(-1, head.TargetWidth), Weights(weights), smoothing).item<float>();
    }

    private static float[] Gradient(TaskHead head, float[] outputs, float[] targets, float[] weights)
    {
        using var scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();
        var leaf = torch.tensor(outputs);
        leaf.requires_grad = true;
        var target = torch.tensor(targets).view(-1, head.TargetWidth);
        head.Loss(leaf.view(-1, head.OutputWidth), target, Weights(weights), 0).backward();
        return leaf.grad!.data<float>().ToArray();
    }

    private static torch.Tensor? Weights(float[] weights) => weights.Length == 0 ? null : torch.tensor(weights);

    private static (JsonElement Golden, TaskHead Head) Case(string name)
    {
        var golden = Golden.GetProperty(name);
        var loss = Loss(golden);
        TaskHead head = name.Split(' ')[0] switch
        {
            "binary" => new MultiLabelHead(3, null, (IBinaryLoss)loss),
            "class" => new MulticlassHead(4, null, (IClassLoss)loss),
            _ => new RegressionHead([new(0, 1, -99, 99), new(0, 1, -99, 99)], isVector: true, loss),
        };
        return (golden, head);
    }

    private static LossFunction Loss(JsonElement golden) => golden.GetProperty("loss").Deserialize<LossFunction>(ModelJson.Options)!;

    private static float[] Numbers(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement Read()
    {
        using Stream stream = typeof(LossesGoldenTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Numerics.losses_golden.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }
}
