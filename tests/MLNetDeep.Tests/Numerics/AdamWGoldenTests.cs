using System.Numerics.Tensors;
using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Tests.Training;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Training on flat parameters against plain PyTorch, whose numbers adamw_golden.py wrote.</summary>
public sealed class AdamWGoldenTests
{
    private static readonly JsonElement Golden = Read();

    private static readonly NetworkSpec Network = new(
        [Golden.GetProperty("inputs").GetInt32()],
        [
            new LinearSpec(7, Bias: false), new BatchNormSpec(), new ActivationSpec(Activation.Silu), new LinearSpec(9),
            new ActivationSpec(Activation.Tanh), new LinearSpec(2),
        ]);

    [Fact]
    public void HundredStepsEqualPyTorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int batch = Golden.GetProperty("batch").GetInt32();
        float[] features = Numbers(Golden.GetProperty("features"));
        float[] targets = Numbers(Golden.GetProperty("targets"));
        JsonElement settings = Golden.GetProperty("settings");
        var fit = new FitSettings
        {
            LearningRate = settings.GetProperty("learningRate").GetDouble(),
            WeightDecay = settings.GetProperty("weightDecay").GetDouble(),
            GradientClipNorm = settings.GetProperty("gradientClipNorm").GetDouble(),
        };
        torch.Tensor x = torch.tensor(features).view(-1, Network.InputWidth);
        torch.Tensor y = torch.tensor(targets).view(-1, 2);
        var network = new TrainingNetwork(Network, batch);
        network.Load(Flat(Golden.GetProperty("initial")));
        OptimizerRun optimizer = fit.Optimizer.Start(network.ParameterCount);
        var ranges = network.Ranges(_ => true);
        var head = new SquaredErrorHead(2);
        float[] losses = Numbers(Golden.GetProperty("losses"));
        for (int step = 0; step < losses.Length; step++)
        {
            int start = step * batch % (features.Length / Network.InputWidth);
            network.Gradients.Clear();
            torch.Tensor loss = head.Loss(network.Forward(x.narrow(0, start, batch), Pass.Training), y.narrow(0, start, batch), null, 0);
            loss.backward();
            double norm = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(network.Gradients));
            double scale = Math.Min(1, fit.GradientClipNorm / (norm + 1e-6));
            optimizer.Step(network.ParameterMemory, network.GradientMemory, ranges, new OptimizerStep(fit.LearningRate, fit.WeightDecay, scale));
            Assert.Equal(losses[step], loss.item<float>(), 1e-5f);
        }

        float[] expected = Flat(Golden.GetProperty("final"));
        float[] actual = network.Export(network.Values);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    private static float[] Flat(JsonElement tensors)
    {
        float[] flat = new float[Network.ElementCount];
        foreach (TensorSpec tensor in Network.Tensors)
            Numbers(tensors.GetProperty(tensor.Name)).CopyTo(flat, tensor.Offset);
        return flat;
    }

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement Read()
    {
        using Stream stream = typeof(AdamWGoldenTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Numerics.adamw_golden.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }
}
