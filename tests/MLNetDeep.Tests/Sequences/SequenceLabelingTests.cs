using Microsoft.ML;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Tasks;
using MLNetDeep.Tests.Conformance;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Sequences;

/// <summary>A class for each step of a sequence.</summary>
public sealed class SequenceLabelingTests
{
    private readonly MLContext _ml = new(1);

    private static LstmOptions Small { get; } = new()
    {
        LabelColumnName = "Tags",
        FeatureColumnName = "Words",
        HiddenSize = 12,
        Dropout = 0,
        MaximumEpochCount = 15,
        LearningRate = 0.02,
        BatchSize = 16,
        Seed = 3,
    };

    public static TheoryData<string> Checks => [.. EstimatorChecks.All.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public void It_conforms_as_other_estimators_do(string check) => EstimatorChecks.All[check](new EstimatorCase(
        "tags", ml => ml.SequenceLabeling.Trainers.Lstm(Small with { MaximumEpochCount = 2 }), () => SequenceTables.Tagged(20, 1), [],
        ["PredictedLabel", "Score"]));

    [Fact]
    public void Tags_that_depend_on_both_neighbours_are_learned()
    {
        var trainer = _ml.SequenceLabeling.Trainers.Lstm(
            Small with { ExampleWeightColumnName = "Weight", ValidationFraction = 0.2, MaximumEpochCount = 30, HiddenSize = 16 });
        var model = trainer.Fit(SequenceTables.Tagged(500, 1));
        var scored = model.Transform(SequenceTables.Tagged(100, 2));
        var metrics = _ml.SequenceLabeling.Evaluate(scored, "Tags");
        Assert.InRange(metrics.Accuracy, 0.95, 1); // the most frequent tag: 0.5
        Assert.InRange(metrics.SequenceAccuracy, 0.8, 1);
        Assert.Equal(["echo", "first", "other"], metrics.PerClass.Select(each => each.Name));
        Assert.Equal(metrics.PerClass.Average(each => each.F1), metrics.MacroF1, 1e-12);
        Assert.Equal(metrics.StepCount, metrics.PerClass.Sum(each => each.Count));
        var measured = model.Model.History.Epochs[^1].ValidationMetrics;
        Assert.Equal(["Accuracy", "Loss", "MacroF1", "SequenceAccuracy"], measured.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(measured["Accuracy"], 0.95, 1);

        var texts = _ml.Transforms.Conversion.MapKeyToValue("Text", "PredictedLabel").Fit(scored).Transform(scored);
        var first = SequenceTables.Vectors<uint>(scored, "PredictedLabel")[0];
        Assert.Equal(
            first.Select(key => SequenceTables.Tags[key - 1]),
            SequenceTables.Vectors<ReadOnlyMemory<char>>(texts, "Text")[0].Select(text => text.ToString()));
    }

    [Fact]
    public void Numbers_in_steps_of_two_are_learned()
    {
        var random = new Random(5);
        float[][] rows = [.. Enumerable.Range(0, 200)
            .Select(_ => Enumerable.Range(0, 2 * 6).Select(_ => (float)random.NextDouble() - 0.5f).ToArray())];
        uint[][] signs = [.. rows.Select(row => Enumerable.Range(0, 6).Select(t => row[2 * t] > row[(2 * t) + 1] ? 2u : 1u).ToArray())];
        var data = new TestTable(TestColumn.Vector("Words", rows, 12), SequenceTables.Keys("Tags", ["less", "more"], signs));
        var model = _ml.SequenceLabeling.Trainers.Lstm(Small with { StepWidth = 2 }).Fit(data);
        Assert.InRange(_ml.SequenceLabeling.Evaluate(model.Transform(data), "Tags").Accuracy, 0.95, 1);
    }

    [Fact]
    public void Predictions_are_as_long_as_rows_and_are_the_same_beside_longer_ones()
    {
        var data = SequenceTables.Tagged(30, 4);
        var model = _ml.SequenceLabeling.Trainers.Lstm(Small with { MaximumEpochCount = 3, ConvolutionChannels = [6] }).Fit(data);
        var scores = SequenceTables.Vectors<float>(model.Transform(data), "Score");
        var predicted = SequenceTables.Vectors<uint>(model.Transform(data), "PredictedLabel");
        var tags = SequenceTables.Vectors<uint>(data, "Tags");
        for (int row = 0; row < 30; row++)
        {
            Assert.Equal(tags[row].Length, predicted[row].Length);
            Assert.Equal(3 * tags[row].Length, scores[row].Length);
            Assert.Equal(scores[row], SequenceTables.Vectors<float>(model.Transform(data.Pick(row)), "Score")[0]);
            float[][] steps = [.. scores[row].Chunk(3)];
            Assert.All(steps, step => Assert.Equal(1, step.Sum(), 1e-5f));
            Assert.Equal(steps.Select(step => (uint)Array.IndexOf(step, step.Max()) + 1), predicted[row]);
        }
    }

    [Fact]
    public void The_gradient_of_a_padded_batch_is_that_of_its_rows_alone()
    {
        uint[][] words = [[1, 2, 2, 5], [3], [4, 4]];
        uint[][] tags = [[3, 2, 1, 0], [3], [2, 1]]; // the fourth is missing
        var data = SequenceTables.Tagged(words, tags);
        var trainer = _ml.SequenceLabeling.Trainers.Lstm(Small with { MaximumEpochCount = 1 });
        var model = trainer.Fit(data).Model;
        using var scope = torch.NewDisposeScope();
        var all = Gradients(model, [0, 1, 2]);
        float[][] single = [Gradients(model, [0]), Gradients(model, [1]), Gradients(model, [2])];
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(((3 * single[0][i]) + single[1][i] + (2 * single[2][i])) / 6, all[i], 1e-5f);
        Assert.Contains(all, value => Math.Abs(value) > 1e-3);

        float[] Gradients(DeepModel model, int[] rows)
        {
            const float None = float.NegativeInfinity;
            var network = new TrainingNetwork(model.Network, rows.Length);
            network.Load(model.Tensors);
            float[] x = [.. rows.SelectMany(row => Enumerable.Range(0, 4).Select(t => t < words[row].Length ? words[row][t] : None))];
            float[] y = [.. rows.SelectMany(row => Enumerable.Range(0, 4).Select(t => t < tags[row].Length ? tags[row][t] - 1f : -1f))];
            network.Step.DropoutFactor = 0;
            var output = network.Forward(torch.tensor(x).view(rows.Length, 4, 1), Pass.Training);
            network.Backward(model.Head.Loss(output, torch.tensor(y).view(rows.Length, 4), null, 0));
            return network.Gradients.ToArray();
        }
    }

    [Fact]
    public void Steps_that_are_cut_are_neither_learned_nor_predicted_and_count_as_wrong()
    {
        var data = SequenceTables.Tagged([[1, 1, 1, 2, 3, 4], [1, 2]], [[2, 1, 1, 3, 3, 3], [3, 3]]);
        var model = _ml.SequenceLabeling.Trainers.Lstm(Small with { MaximumSteps = 3, MaximumEpochCount = 60 }).Fit(data);
        var scored = model.Transform(data);
        Assert.Equal([3, 2], SequenceTables.Vectors<uint>(scored, "PredictedLabel").Select(row => row.Length));
        var metrics = _ml.SequenceLabeling.Evaluate(scored, "Tags");
        Assert.Equal(8, metrics.StepCount);
        Assert.Equal(5.0 / 8, metrics.Accuracy, 1e-12);
        Assert.Equal(0.5, metrics.SequenceAccuracy);
    }

    [Fact]
    public void Training_goes_on_from_a_model_and_examines_itself()
    {
        var data = SequenceTables.Tagged(60, 1);
        var trainer = _ml.SequenceLabeling.Trainers.Lstm(
            Small with { MaximumEpochCount = 4, Diagnose = true, ValidationFraction = 0.2, LabelSmoothing = 0.1, MemoryBudget = 1 << 20 });
        var first = trainer.Fit(data);
        var again = trainer.Fit(data, first.Model);
        double Loss(DeepPredictionTransformer model) => _ml.SequenceLabeling.Evaluate(model.Transform(data), "Tags").LogLoss;
        Assert.InRange(Loss(again), 0, Loss(first) * 0.95);
    }

    [Fact]
    public void Measures_are_those_of_a_calculation_by_hand()
    {
        var measures = new SequenceMeasures(3);
        measures.Add([0, 1, -1, 2], [0, 2, 0, 2], 1);
        measures.Add([1, 1], [1, 1], 2);
        measures.Add([-1], [2], 1); // no label: does not count
        Assert.Equal(6.0 / 7, measures.Accuracy, 1e-12); // weights 1 + 1 and 2 + 2 of 7
        Assert.Equal(2.0 / 3, measures.SequenceAccuracy, 1e-12);
        Assert.Equal([1, 1, 0.5], Enumerable.Range(0, 3).Select(measures.Precision));
        Assert.Equal([1, 0.8, 1], Enumerable.Range(0, 3).Select(measures.Recall));
        Assert.Equal((1 + (8 / 9.0) + (2 / 3.0)) / 3, measures.MacroF1, 1e-12);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => _ml.SequenceLabeling.Trainers.Lstm(Small with
        {
            Pooling = MLNetDeep.Networks.StepPool.Max,
            KeepsEnd = true,
            Calibration = Calibration.Temperature,
            ClassWeights = ClassWeights.Balanced,
            IntervalCoverage = 0.9,
            PredictionSetCoverage = 0.9,
            MixupAlpha = 0.2,
        }));
        foreach (string line in new[]
        {
            "LstmOptions.Pooling must be null for sequence labeling, but was Max.",
            "LstmOptions.KeepsEnd must be false for sequence labeling, but was True.",
            "LstmOptions.Calibration must be None for sequence labeling, but was Temperature.",
            "LstmOptions.IntervalCoverage must be null for sequence labeling, but was 0.9.",
            "LstmOptions.PredictionSetCoverage must be null for sequence labeling, but was 0.9.",
            "LstmOptions.MixupAlpha must be null or 0 for sequence labeling, but was 0.2.",
        })
        {
            Assert.Contains(line, error.Message, StringComparison.Ordinal);
        }
        Assert.Contains("LstmOptions.ClassWeights must be null for sequence labeling", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_cannot_be_learned_from_are_refused_with_the_row()
    {
        string Refused(uint[][] words, uint[][] tags) => Assert.Throws<InvalidOperationException>(
            () => _ml.SequenceLabeling.Trainers.Lstm(Small).Fit(SequenceTables.Tagged(words, tags))).Message;
        Assert.Equal(
            "Label column 'Tags' must have a key for each step of feature column 'Words', but has 2 for 3 steps in row 2.",
            Refused([[1, 2], [1, 2, 3]], [[1, 2], [1, 2]]));
        Assert.Equal("Label column 'Tags' must have a value in some step, but all are missing.", Refused([[1, 2]], [[0, 0]]));
        Assert.Equal(
            "Label column 'Tags' must have at least 2 classes, but every step is 'first'.", Refused([[1, 2], [3]], [[2, 2], [0]]));

        string Mismatch(string label) => Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.SequenceLabeling.Trainers.Lstm(Small with { LabelColumnName = label }).Fit(SequenceTables.Tagged(3, 1))).Message;
        Assert.Equal(
            "Schema mismatch for label column 'Other': expected a vector of Key<UInt32>, got Single (Parameter 'labelCol')", Mismatch("Other"));
        Assert.Equal("Could not find label column 'None' (Parameter 'inputSchema')", Mismatch("None"));
    }

    [Fact]
    public void Predictions_that_cannot_be_measured_are_refused()
    {
        var data = SequenceTables.Tagged([[1, 2]], [[1, 2]]);
        string Refused<TError>(IDataView view, string label, string predicted) where TError : Exception =>
            Assert.Throws<TError>(() => _ml.SequenceLabeling.Evaluate(view, label, predicted, "Other")).Message;
        Assert.Equal(
            "Schema mismatch for predicted label column 'Words': expected Vector<Key<UInt32, 0-2>>, got Vector<Key<UInt32, 0-4>> "
            + "(Parameter 'data')",
            Refused<ArgumentOutOfRangeException>(data, "Tags", "Words"));
        Assert.Equal(
            "Schema mismatch for score column 'Other': expected VarVector<Single>, got Single (Parameter 'data')",
            Refused<ArgumentOutOfRangeException>(data, "Tags", "Tags"));
        Assert.Equal(
            "Could not find predicted label column 'PredictedLabel' (Parameter 'data')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.SequenceLabeling.Evaluate(data, "Tags")).Message);
    }
}
