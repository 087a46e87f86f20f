using MLNetDeep.Networks;
using MLNetDeep.Onnx.Layers;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Numerics;
using MLNetDeep.Tests.Scoring;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Every kind of layer in ONNX Runtime against the managed forward pass.</summary>
public sealed class OnnxLayerTests
{
    public static TheoryData<string> Cases => [.. KernelsEqualLibtorchTests.Layers.Keys];

    public static TheoryData<string> ShapedCases => [.. KernelsEqualLibtorchTests.Shaped.Keys, .. OnnxNetworks.All.Keys];

    [Fact]
    public void EveryKindOfLayerIsWritten()
    {
        var kinds = typeof(LayerSpec).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerSpec)) && !type.IsAbstract);
        Assert.Equal(kinds.OrderBy(type => type.Name), LayerEmitters.All.Types.OrderBy(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(string layer)
    {
        foreach (int width in new[] { 1, 13 })
            Compare(new NetworkSpec([width], KernelsEqualLibtorchTests.Layers[layer]), spread: 12);
    }

    [Theory]
    [MemberData(nameof(ShapedCases))]
    public void ShapedLayer(string layer)
    {
        if (OnnxNetworks.All.TryGetValue(layer, out var own))
            Compare(own.Network, own.Rows);
        else
            Compare(KernelsEqualLibtorchTests.Shaped[layer], spread: 2);
    }

    private static void Compare(NetworkSpec network, double spread) =>
        Compare(network, rows => RandomNetworks.Rows(rows, network.InputWidth, 22, spread));

    private static void Compare(NetworkSpec network, Func<int, float[]> make)
    {
        float[] tensors = RandomNetworks.Tensors(network, 21);
        using var run = OnnxRun.Of(network, tensors);
        foreach (int rows in new[] { 1, 7 })
        {
            float[] x = make(rows);
            float[] expected = new float[rows * network.OutputWidth];
            ForwardPlan.Compile(network, tensors).Run(x, rows, expected);
            Close.Assert(expected, run.RunNetwork(x, rows), $"{rows} rows");
        }
    }
}
