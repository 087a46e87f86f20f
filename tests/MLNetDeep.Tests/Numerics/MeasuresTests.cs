using System.Text.Json;
using MLNetDeep.Tasks;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The metrics of each task's head against scikit-learn, whose numbers measures_golden.py wrote.</summary>
public sealed class MeasuresTests
{
    private static readonly JsonElement Golden = Read();

    public static TheoryData<string> Cases { get; } = [.. Golden.EnumerateObject().Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measures_equal_scikit_learn(string name)
    {
        var golden = Golden.GetProperty(name);
        var head = Head(name, golden);
        var expected = golden.GetProperty("expected");
        Assert.Equal(expected.EnumerateObject().Select(metric => metric.Name), head.Metrics.Select(metric => metric.Name));
        var values = head.Measure(Numbers(golden, "outputs"), Numbers(golden, "targets"), Numbers(golden, "weights"));
        Assert.All(head.Metrics.Zip(values), pair => Assert.Equal(expected.GetProperty(pair.First.Name).GetDouble(), pair.Second, 2e-6));
    }

    /// <summary>Members whose average is known are judged as that average.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Equal_members_measure_as_one(string name)
    {
        var golden = Golden.GetProperty(name);
        var head = Head(name, golden);
        float[] one = Numbers(golden, "outputs"), targets = Numbers(golden, "targets"), weights = Numbers(golden, "weights");
        var three = one.Chunk(head.OutputWidth).SelectMany(row => (float[])[.. row, .. row, .. row]).ToArray();
        Assert.All(
            head.Measure(one, targets, weights).Zip(head.Measure(three, targets, weights)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void What_rows_leave_undefined_is_not_a_number()
    {
        var head = BinaryHead.Instance;
        double[] values = head.Measure([-1, 2], [0, 0], []);
        Assert.Equal(double.NaN, values[2]); // AUC of one class
        Assert.Equal([0.5, 0], new[] { values[1], values[3] });
        Assert.Equal(double.NaN, head.Measure([float.NaN, 1], [0, 1], [])[2]);
    }

    private static TaskHead Head(string name, JsonElement golden) => name.Split(' ')[0] switch
    {
        "binary" => BinaryHead.Instance,
        "multiclass" => new MulticlassHead(4, null),
        "regression" => new RegressionHead(
            [.. Numbers(golden, "means").Zip(Numbers(golden, "deviations")).Select(s => new TargetScale(s.First, s.Second, -99, 99))], true),
        _ => throw new ArgumentException($"'{name}' is no task.", nameof(name)),
    };

    private static float[] Numbers(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement Read()
    {
        using Stream stream = typeof(MeasuresTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Numerics.measures_golden.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }
}
