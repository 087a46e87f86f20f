using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Every kind of layer with its gradients against PyTorch; the scripts beside the files wrote the numbers.</summary>
public sealed class LayersGoldenTests
{
    /// <summary>Layers whose numbers follow from chance or from the table as a whole; tests of their own look at them.</summary>
    private static readonly string[] Elsewhere =
        ["input-normalization", "channel-normalization", "sequence-input", "dropout", "spatial-dropout", "stochastic-depth"];

    private static readonly string[] Files =
        ["layers_golden.json", "recurrent_layers_golden.json", "window_layers_golden.json", "sequence_decoder_golden.json"];

    private static readonly Dictionary<string, JsonElement> Golden =
        Files.SelectMany(file => GoldenFile.Read(file).EnumerateArray()).ToDictionary(item => item.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Golden.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EqualsPyTorch(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        JsonElement golden = Golden[name];
        NetworkSpec network = NetworkSpec.FromJson(golden.GetProperty("network").GetRawText());
        float[] input = Numbers(golden.GetProperty("input"));
        int rows = input.Length / network.InputWidth;
        float[] tensors = [.. network.Tensors.SelectMany(tensor => Numbers(golden.GetProperty("tensors").GetProperty(tensor.Name)))];
        var training = new TrainingNetwork(network, rows);
        training.Load(tensors);
        torch.Tensor x = torch.tensor(input).view([rows, .. network.InputShape.Select(size => (long)size)]).requires_grad_();
        bool isTaught = golden.TryGetProperty("targets", out JsonElement taught);
        torch.Tensor? targets = isTaught ? torch.tensor(Numbers(taught)).view(rows, -1) : null;
        torch.Tensor output = training.Forward(x, Pass.Training, targets);
        AssertClose(Numbers(golden.GetProperty("output")), Values(output));

        float[] factors = [.. Enumerable.Range(0, rows * network.OutputWidth).Select(i => MathF.Cos(i))];
        training.Backward((output.flatten() * torch.tensor(factors)).sum());
        if (golden.GetProperty("inputGradient") is { ValueKind: JsonValueKind.Array } gradient)
            AssertClose(Numbers(gradient), Values(x.grad!));
        float[] gradients = training.Export([.. training.Gradients, .. new float[network.ElementCount - training.ParameterCount]]);
        foreach (TensorSpec tensor in network.Tensors.Where(tensor => tensor.IsParameter))
        {
            float[] expected = Numbers(golden.GetProperty("gradients").GetProperty(tensor.Name));
            AssertClose(expected, gradients.AsSpan(tensor.Offset, tensor.ElementCount).ToArray());
        }

        // Batch statistics, which the golden numbers are made with, have no place in scoring, and nobody teaches there.
        if (network.Layers[0].UsesBatchStatistics || isTaught)
            return;
        float[] scored = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(input, rows, scored);
        AssertClose(Numbers(golden.GetProperty("output")), scored);
    }

    [Fact]
    public void EveryKindOfLayerAndActivationIsThere()
    {
        string all = string.Concat(Golden.Values.Select(golden => golden.GetProperty("network").GetRawText()));
        foreach (JsonDerivedTypeAttribute kind in typeof(LayerSpec).GetCustomAttributes<JsonDerivedTypeAttribute>())
        {
            var name = (string)kind.TypeDiscriminator!;
            Assert.True(Elsewhere.Contains(name) || all.Contains($"\"kind\":\"{name}\"", StringComparison.Ordinal), $"no golden '{name}'");
        }

        foreach (Activation activation in Enum.GetValues<Activation>())
            Assert.Contains($"\"function\":\"{JsonNamingPolicy.CamelCase.ConvertName(activation.ToString())}\"", all, StringComparison.Ordinal);
    }

    [Fact]
    public void StepLearnsNothingButLetsOthersLearn()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([2], [new LinearSpec(3), new ActivationSpec(Activation.Step), new LinearSpec(1)]);
        var training = new TrainingNetwork(network, 4);
        training.Load(new FitRandom(2).InitialTensors(network));
        training.Forward(torch.ones(4, 2), Pass.Training).sum().backward();
        Assert.All(training.Gradients[..9].ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal(4, training.Gradients[^1]);
    }

    /// <summary>Numbers; null, which stands for minus infinity, is what JSON has no number for.</summary>
    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(
        number => number.ValueKind == JsonValueKind.Null ? float.NegativeInfinity : number.GetSingle())];

    private static float[] Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes).ToArray();

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"at {i}: {expected[i]} and {actual[i]}");
        }
    }
}
