using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Ensembles;
using MLNetDeep.Tasks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Ensembles;

public sealed class WeightedEnsembleTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("binary")]
    [InlineData("regression")]
    public void WeightsAreThoseOfABruteForceSelection(string task)
    {
        using var file = typeof(WeightedEnsembleTests).Assembly
            .GetManifestResourceStream("MLNetDeep.Tests.Ensembles.selection_golden.json")!;
        using var golden = JsonDocument.Parse(file);
        var json = golden.RootElement.GetProperty(task);
        float[] Read(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];
        var targets = Read(json.GetProperty("targets"));
        TaskHead head = task == "binary" ? BinaryHead.Instance : new RegressionHead([new TargetScale(0, 1, -100, 100)], isVector: false);
        var selection = new GreedySelection(head, [.. json.GetProperty("members").EnumerateArray().Select(Read)], targets, metric: 0);
        var weights = selection.Choose(new WeightedEnsembleOptions { SelectionCount = 12 }, new FitRandom(1));
        Assert.All(
            json.GetProperty("weights").EnumerateArray().Zip(weights), pair => Assert.Equal(pair.First.GetDouble(), pair.Second, 1e-9));

        var bagged = selection.Choose(new WeightedEnsembleOptions { SelectionCount = 12, BagCount = 5 }, new FitRandom(1));
        Assert.Equal(1, bagged.Sum(), 1e-12);
        Assert.True(bagged.Count(weight => weight > 0) > 1);
    }

    [Theory]
    [InlineData("binary", true)]
    [InlineData("multiclass", true)]
    [InlineData("regression", true)]
    [InlineData("regression", false)]
    public void DeepAndClassicalMembersAreOneModel(string task, bool refit)
    {
        var data = Tables.Keyed(_ml, Tables.Rows(150));
        var model = Fit(task, data, new() { FoldCount = 3, RefitMembers = refit, MemberNames = ["deep", "classical"] });
        Assert.Equal(1, model.Members.Sum(member => member.Weight), 1e-12);
        Assert.All(model.Members, member => Assert.Equal(refit ? 1 : 3, member.Models.Count));

        // By hand: the weighted mean of what the members say.
        var column = task == "binary" ? "Probability" : "Score";
        var expected = new double[Values(model.Transform(data), column).Length];
        foreach (var member in model.Members)
        {
            foreach (var part in member.Models.Select(m => Values(m.Transform(data), column)))
            {
                for (var i = 0; i < expected.Length; i++)
                    expected[i] += member.Weight / member.Models.Count * part[i];
            }
        }
        var actual = Values(model.Transform(data), column);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));

        using var zip = new MemoryStream();
        _ml.Model.Save(model, data.Schema, zip);
        var again = (WeightedEnsembleTransformer)new MLContext().Model.Load(zip, out _);
        Assert.Equal(actual, Values(again.Transform(data), column));
        Assert.Equal(
            model.Members.Select(m => (m.Name, m.Weight, m.OutOfFoldMetric)),
            again.Members.Select(m => (m.Name, m.Weight, m.OutOfFoldMetric)));
        Assert.Equal(
            model.GetOutputSchema(data.Schema).Select(c => c.ToString()), again.GetOutputSchema(data.Schema).Select(c => c.ToString()));
    }

    [Fact]
    public void ColumnsAndMetricsAreThoseOfAnyTrainer()
    {
        var data = Tables.View(_ml, Tables.Rows(150));
        var model = Fit("binary", data, new WeightedEnsembleOptions { FoldCount = 2 });
        var single = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data);
        Assert.Equal(
            single.GetOutputSchema(data.Schema).Select(c => c.ToString()), model.GetOutputSchema(data.Schema).Select(c => c.ToString()));
        Assert.True(_ml.BinaryClassification.Evaluate(model.Transform(data), "Flag").Accuracy > 0.85);
        var scored = model.Transform(data).Column<float>("Score");
        using var engine = _ml.Model.CreatePredictionEngine<Tables.Row, Answer>(model);
        Assert.Equal(scored.Take(5), Tables.Rows(150).Take(5).Select(row => engine.Predict(row).Score));
    }

    [Fact]
    public void AHopelessMemberGetsNoWeight()
    {
        var data = Tables.View(_ml, Tables.Rows(150));
        var trainers = _ml.Regression.Trainers;
        var model = trainers.WeightedEnsemble(
            [
                trainers.Mlp(Tables.Small("Value") with { MaximumEpochCount = 40 }),
                trainers.FastTree("Value", numberOfTrees: 1, numberOfLeaves: 2, learningRate: 1e-4),
            ], "Value").Fit(data);
        var member = Assert.Single(model.Members);
        Assert.Equal(("member 1", 1.0), (member.Name, member.Weight));
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        var data = Tables.View(_ml, Tables.Rows(60));
        var deep = _ml.BinaryClassification.Trainers.Mlp(Tables.Small());
        var forest = _ml.BinaryClassification.Trainers.FastForest("Flag");
        Assert.Equal(
            "The output of 'member 2' must have a column 'Probability', but has none. A calibrator behind the trainer adds it.",
            Assert.Throws<InvalidOperationException>(
                () => _ml.BinaryClassification.Trainers.WeightedEnsemble([deep, forest], "Flag").Fit(data)).Message);
        Assert.Equal(
            "Could not find label column 'Label' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.BinaryClassification.Trainers.WeightedEnsemble([deep]).Fit(data)).Message);
        Assert.Equal(
            "WeightedEnsembleOptions.Metric must be one of Loss, Accuracy, AUC, F1, LogLoss, but was 'R2'.",
            Assert.Throws<ArgumentException>(() => _ml.BinaryClassification.Trainers.WeightedEnsemble(
                [deep], new WeightedEnsembleOptions { LabelColumnName = "Flag", Metric = "R2" }).Fit(data)).Message);
        Assert.Equal(
            "WeightedEnsembleOptions.MemberNames must be empty or 1 different names, but was ['a', 'a']. "
            + "WeightedEnsembleOptions.FoldCount must be at least 2, but was 1. "
            + "WeightedEnsembleOptions.SelectionCount must be at least 1, but was 0. "
            + "WeightedEnsembleOptions.BagCount must be at least 1, but was 0. "
            + "WeightedEnsembleOptions.BagFraction must be above 0 and at most 1, but was 0.",
            Assert.Throws<ArgumentException>(() => _ml.BinaryClassification.Trainers.WeightedEnsemble([deep], new WeightedEnsembleOptions
            {
                MemberNames = ["a", "a"],
                FoldCount = 1,
                SelectionCount = 0,
                BagCount = 0,
                BagFraction = 0,
            })).Message);
        Assert.Equal(
            "Training data must have at least 2 rows, one to learn from and one to choose weights by, but had 1.",
            Assert.Throws<InvalidOperationException>(() => _ml.Regression.Trainers.WeightedEnsemble(
                [_ml.Regression.Trainers.Mlp(Tables.Small("Value"))], "Value").Fit(Tables.View(_ml, Tables.Rows(1)))).Message);
    }

    private WeightedEnsembleTransformer Fit(string task, IDataView data, WeightedEnsembleOptions options)
    {
        var binary = _ml.BinaryClassification.Trainers;
        var multiclass = _ml.MulticlassClassification.Trainers;
        var regression = _ml.Regression.Trainers;
        return task switch
        {
            "binary" => binary.WeightedEnsemble(
                [binary.Mlp(Tables.Small()), binary.FastTree("Flag", numberOfTrees: 10)],
                options with { LabelColumnName = "Flag" }).Fit(data),
            "multiclass" => multiclass.WeightedEnsemble(
                [
                    multiclass.Mlp(Tables.Small("Label")),
                    _ml.Transforms.NormalizeMinMax("Scaled", "Features").Append(multiclass.LbfgsMaximumEntropy("Label", "Scaled")),
                ], options).Fit(data),
            _ => regression.WeightedEnsemble(
                [regression.Mlp(Tables.Small("Value")), regression.FastTree("Value", numberOfTrees: 20)],
                options with { LabelColumnName = "Value" }).Fit(data),
        };
    }

    private static float[] Values(IDataView scored, string column) => scored.Schema[column].Type is Microsoft.ML.Data.VectorDataViewType
        ? [.. scored.Column<float[]>(column).SelectMany(row => row)]
        : scored.Column<float>(column);

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
