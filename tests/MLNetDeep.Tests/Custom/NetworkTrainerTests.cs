using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Custom;

/// <summary>Networks that the user describes, and ensembles trained as one network.</summary>
public sealed class NetworkTrainerTests
{
    private static readonly LayerSpec[] TabM =
    [
        new EnsembleViewSpec(4), new EnsembleLinearSpec(16, MemberScaling.RandomSigns), new ActivationSpec(Activation.Relu),
        new EnsembleLinearSpec(16), new ActivationSpec(Activation.Relu),
    ];

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void EnsembleLearnsAndItsScoreIsTheMeanOfItsMembers()
    {
        var split = _ml.Data.TrainTestSplit(Tables.Keyed(_ml, Tables.Rows(600, missing: 0.1)), 0.3);
        var options = new NetworkOptions { Layers = [.. TabM], MaximumEpochCount = 30, LearningRate = 0.02, Seed = 3 };
        var model = _ml.MulticlassClassification.Trainers.Network(options).Fit(split.TrainSet);
        var scored = model.Transform(split.TestSet);
        var metrics = _ml.MulticlassClassification.Evaluate(scored);
        Assert.True(metrics.MicroAccuracy > 0.85, $"accuracy {metrics.MicroAccuracy}");

        var network = model.Model.Network;
        Assert.Equal((4, 3), (network.MemberCount, network.OutputShape[1]));
        var features = scored.Column<float[]>("Features")[0];
        var logits = new float[12];
        ForwardPlan.Compile(network, model.Model.Tensors).Run(features, 1, logits);
        var expected = new double[3];
        for (var member = 0; member < 4; member++)
        {
            double[] powers = [.. logits.Skip(3 * member).Take(3).Select(logit => Math.Exp(logit))];
            for (var k = 0; k < 3; k++)
                expected[k] += powers[k] / powers.Sum() / 4;
        }
        var score = scored.Column<float[]>("Score")[0];
        for (var k = 0; k < 3; k++)
            Assert.Equal(expected[k], score[k], 1e-6);
    }

    [Fact]
    public void LossOfAnEnsembleIsTheMeanOfItsMembers()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([2], [new EnsembleViewSpec(3), new MemberLinearSpec(2)]);
        var training = new TrainingNetwork(network, 5);
        training.Load(new FitRandom(1).InitialTensors(network));
        var head = new MulticlassHead(2, null);
        torch.Tensor x = torch.tensor([.. Enumerable.Range(0, 10).Select(i => MathF.Sin(i))], [5, 2]);
        torch.Tensor targets = torch.tensor([0f, 1, 1, 0, 1], [5, 1]);
        torch.Tensor weights = torch.tensor([1f, 2, 3, 4, 5]);
        torch.Tensor output = training.Forward(x, Pass.Training);
        foreach (torch.Tensor? weight in new[] { null, weights })
        {
            var batch = new Batch(x, targets, weight, 5);
            double mean = Enumerable.Range(0, 3).Average(
                member => head.Loss(output.select(1, member), targets, weight, 0).item<float>());
            Assert.Equal(mean, training.Loss(head, output, batch, 0).item<float>(), 1e-6);
        }
    }

    [Fact]
    public void MembersStartWithSharedBiasesAndScalingsByChunk()
    {
        var network = new NetworkSpec(
            [5], [new EnsembleViewSpec(3), new EnsembleLinearSpec(2, MemberScaling.Normal, [1, 3, 1]), new MemberScaleSpec(), new MemberLinearSpec(1)]);
        float[] tensors = new FitRandom(9).InitialTensors(network);
        Assert.Equal(
            ["1.weight", "1.r", "1.s", "1.bias", "2.weight", "3.weight", "3.bias"], network.Tensors.Select(tensor => tensor.Name));
        float[] Numbers(int index) => tensors.AsSpan(network.Tensors[index].Offset, network.Tensors[index].ElementCount).ToArray();
        float[] r = Numbers(1);
        for (var member = 0; member < 3; member++)
        {
            Assert.Equal(3, r.Skip(5 * member).Take(5).Distinct().Count());
            Assert.Single(r.Skip(5 * member + 1).Take(3).Distinct());
        }
        Assert.Equal(9, r.Distinct().Count());
        Assert.All(Numbers(2), value => Assert.Equal(1, value));
        float[] bias = Numbers(3);
        Assert.Equal(bias[..2], bias[2..4]);
        Assert.Equal(bias[..2], bias[4..]);
        Assert.All(Numbers(4), value => Assert.Equal(1, Math.Abs(value)));
        Assert.Equal(3, Numbers(6).Distinct().Count());
    }

    [Fact]
    public void WidthThatTheTaskDoesNotNeedIsNamed()
    {
        var data = Tables.Keyed(_ml);
        var options = new NetworkOptions { Layers = [new LinearSpec(5)], AddOutputLayer = false };
        var error = Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Trainers.Network(options).Fit(data));
        Assert.Equal(
            "NetworkOptions.Layers must end in rows of shape [3] or [members, 3], as the task needs, but was [5]. "
            + "Add new LinearSpec(3) or set AddOutputLayer.", error.Message);
        options = options with { Layers = [new LinearSpec(3)], MaximumEpochCount = 1 };
        Assert.Equal(2, _ml.MulticlassClassification.Trainers.Network(options).Fit(data).Model.Network.Layers.Count);
    }

    [Fact]
    public void LayersThatDoNotFitTheDataAreNamed()
    {
        var trainer = _ml.MulticlassClassification.Trainers.Network(layers: [new SelectSpec([7])]);
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(Tables.Keyed(_ml)));
        Assert.Equal("Layer 1 (Select 7): SelectSpec.Columns must be below the input width 3 each, but was 7.", error.Message);
    }

    [Fact]
    public void OptionsAreChecked()
    {
        var error = Assert.Throws<ArgumentException>(
            () => _ml.Regression.Trainers.Network(new NetworkOptions { Layers = [new InputNormalizationSpec([])], BatchSize = -1 }));
        Assert.Equal(
            "NetworkOptions.BatchSize must be at least 0, but was -1. NetworkOptions.Layers must be without input normalisation, which "
            + "the trainer puts before them, but was ['InputNormalization'].", error.Message);
        error = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Network(new NetworkOptions { Layers = [null!] }));
        Assert.Equal("NetworkOptions.Layers must be a list of layers, but was [null].", error.Message);
    }

    [Fact]
    public void StochasticDepthSkipsWholeRowsAndKeepsTheMean()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([4], [new ScaleSpec(), new StochasticDepthSpec(0.75)]);
        var training = new TrainingNetwork(network, 4000);
        training.Load([1, 1, 1, 1]);
        training.Step.Masks.Restart(3);
        torch.Tensor output = training.Forward(torch.ones(4000, 4), Pass.Training);
        float[] values = MemoryMarshal.Cast<byte, float>(output.bytes).ToArray();
        Assert.All(values.Chunk(4), row => Assert.True(row.Distinct().Count() == 1 && row[0] is 0 or 1 / 0.75f));
        Assert.Equal(1, values.Average(), 0.04);
        Assert.All(
            MemoryMarshal.Cast<byte, float>(training.Forward(torch.ones(3, 4), Pass.Scoring).bytes).ToArray(),
            value => Assert.Equal(1, value));
    }
}
