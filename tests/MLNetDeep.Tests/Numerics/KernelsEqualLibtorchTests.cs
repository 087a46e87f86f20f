using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The managed forward pass against libtorch's, module in evaluation mode, layer by layer.</summary>
public sealed class KernelsEqualLibtorchTests
{
    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (string layer in Layers.Keys)
        {
            foreach (int rows in new[] { 1, 7, 300 })
            {
                foreach (int width in new[] { 1, 13, 64, 67 })
                    cases.Add(layer, rows, width);
            }
        }

        return cases;
    }

    private static Dictionary<string, LayerSpec[]> Layers { get; } = MakeLayers();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(string layer, int rows, int width) => Compare(new NetworkSpec([width], Layers[layer]), rows);

    [Fact]
    public void InputNormalisationEqualsTheFormulaInLibtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([11], [new InputNormalizationSpec([])]);
        float[] tensors = RandomNetworks.Tensors(network, 11);
        float[] x = RandomNetworks.Rows(50, 11, 12, spread: 100);
        torch.Tensor z = (torch.tensor(x).view(50, 11) - torch.tensor(tensors[..11])) * torch.tensor(tensors[11..]);
        torch.Tensor expected = z / (z / 3).square().add(1).sqrt();
        AssertClose(expected, Score(network, tensors, x, 50));
    }

    private static Dictionary<string, LayerSpec[]> MakeLayers()
    {
        var layers = new Dictionary<string, LayerSpec[]>
        {
            ["linear"] = [new LinearSpec(37)],
            ["linear without bias"] = [new LinearSpec(19, Bias: false)],
            ["batch norm"] = [new BatchNorm1dSpec()],
            ["dropout"] = [new DropoutSpec(0.5)],
            ["linear, batch norm"] = [new LinearSpec(33), new BatchNorm1dSpec()],
            ["deep"] =
            [
                new LinearSpec(70), new BatchNorm1dSpec(), new ActivationSpec(Activation.Silu), new DropoutSpec(0.1), new LinearSpec(41),
                new ActivationSpec(Activation.Tanh), new LinearSpec(3),
            ],
        };
        foreach (Activation activation in Enum.GetValues<Activation>())
            layers.Add(activation.ToString(), [new ActivationSpec(activation)]);
        return layers;
    }

    private static void Compare(NetworkSpec network, int rows)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        float[] tensors = RandomNetworks.Tensors(network, 21);
        float[] x = RandomNetworks.Rows(rows, network.InputWidth, 22, spread: 12);
        var module = new TrainingNetwork(network, rows);
        module.Load(tensors);
        AssertClose(module.Forward(torch.tensor(x).view(rows, network.InputWidth), Pass.Scoring), Score(network, tensors, x, rows));
    }

    private static float[] Score(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        float[] y = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(x, rows, y);
        return y;
    }

    private static void AssertClose(torch.Tensor expected, float[] actual)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(expected.contiguous().bytes).ToArray();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(values[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(values[i])), $"at {i}: {values[i]} and {actual[i]}");
    }
}
