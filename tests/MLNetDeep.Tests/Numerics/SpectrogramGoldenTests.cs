using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Spectrograms against PyTorch, SciPy and the published mel formulas.</summary>
public sealed class SpectrogramGoldenTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("spectrogram_golden.json");
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<string> Names { get; } =
        [.. Golden.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsThatOfOthers(string name)
    {
        var item = Golden.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        var options = item.GetProperty("options").Deserialize<SpectrogramOptions>(Json)! with { ChannelCount = 2 };
        var planar = GoldenFile.Numbers(Golden.GetProperty("signal"));
        var (actual, type) = Compute(planar, options);
        int[] shape = [2, item.GetProperty("bins").GetInt32(), item.GetProperty("frames").GetInt32()];
        Assert.Equal(shape, type.Dimensions.ToArray());
        var expected = GoldenFile.Numbers(item.GetProperty("values"));
        var largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(Math.Abs(expected[i]), 1e-3 * largest), $"{i}: {actual[i]}");

        var half = planar.Length / 2;
        float[] interleaved = [.. Enumerable.Range(0, half).SelectMany(i => new[] { planar[i], planar[half + i] })];
        Assert.Equal(actual, Compute(interleaved, options with { Interleaved = true }).Values);
    }

    private static (float[] Values, VectorDataViewType Type) Compute(float[] signal, SpectrogramOptions options)
    {
        var data = new TestTable(TestColumn.Vector("Signal", [signal], signal.Length));
        var view = new MLContext(1).Transforms.Spectrogram("Image", "Signal", options).Fit(data).Transform(data);
        return (view.GetColumn<float[]>("Image").Single(), (VectorDataViewType)view.Schema["Image"].Type);
    }
}
