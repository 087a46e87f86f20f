using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Perceptron;

public sealed class PerceptronTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    [Theory]
    [InlineData("and", PerceptronRule.ErrorCorrecting, false)]
    [InlineData("and", PerceptronRule.Hebbian, false)]
    [InlineData("and", PerceptronRule.ErrorCorrecting, true)]
    [InlineData("and", PerceptronRule.Hebbian, true)]
    [InlineData("or", PerceptronRule.ErrorCorrecting, false)]
    [InlineData("or", PerceptronRule.Hebbian, false)]
    [InlineData("or", PerceptronRule.ErrorCorrecting, true)]
    [InlineData("or", PerceptronRule.Hebbian, true)]
    public void LearnsAndAndOrFromTheFourRows(string function, PerceptronRule rule, bool bipolar)
    {
        for (int seed = 0; seed < 5; seed++)
            Assert.Equal(4, Right(Fit(function, new PerceptronOptions { Rule = rule, Seed = seed }, bipolar), function, bipolar));
    }

    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    public void RawZerosAndOnesWillDoForTheErrorCorrectingRule(string function)
    {
        var options = new PerceptronOptions { NumericScaling = NumericScaling.None, Seed = 2 };
        Assert.Equal(4, Right(Fit(function, options, bipolar: false), function, bipolar: false));
    }

    [Theory]
    [InlineData(PerceptronRule.ErrorCorrecting)]
    [InlineData(PerceptronRule.Hebbian)]
    public void NoLineSeparatesXor(PerceptronRule rule)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            DeepPredictionTransformer fitted = Fit("xor", new PerceptronOptions { Rule = rule, Seed = seed, MaximumEpochCount = 100 });
            Assert.InRange(Right(fitted, "xor"), 0, 3);
            Assert.Equal(TrainingStopReason.EpochCountReached, fitted.Model.History.StopReason);
            Assert.All(fitted.Model.History.Epochs, epoch => Assert.True(epoch.TrainingLoss > 0));
        }
    }

    [Fact]
    public void AHiddenLayerLearnsXor()
    {
        Row[] rows = [.. Enumerable.Repeat(Rows("xor", bipolar: false), 8).SelectMany(table => table)];
        var options = new MlpOptions
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [8],
            Activation = Activation.Tanh,
            Dropout = 0,
            MaximumEpochCount = 100,
            LearningRate = 0.05,
            ValidationFraction = 0,
            WeightDecay = 0,
            Seed = 1,
        };
        DeepPredictionTransformer fitted = _ml.BinaryClassification.Trainers.Mlp(options).Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(4, Right(fitted, "xor"));
    }

    [Fact]
    public void HebbsRuleSumsLabelTimesInput()
    {
        // AND of -1 and 1: the sums of t x over (-1, -1, -1 | -1), (-1, 1, 1 | -1), (1, -1, 1 | -1), (1, 1, 1 | 1).
        float[] tensors = Fit("and", new PerceptronOptions { Rule = PerceptronRule.Hebbian }, bipolar: true).Model.Tensors;
        Assert.Equal([2, 2, -2], tensors[^3..], (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Theory]
    [InlineData("and", 11)]
    [InlineData("or", 12)]
    [InlineData("xor", 13)]
    public void ErrorCorrectingRuleIsTheOneWorkedOutByHand(string function, int seed)
    {
        var options = new PerceptronOptions
        {
            Seed = seed,
            NumericScaling = NumericScaling.None,
            LearningRate = 0.5,
            MaximumEpochCount = 6,
        };
        DeepPredictionTransformer fitted = Fit(function, options, bipolar: true);
        Row[] rows = Rows(function, bipolar: true);
        float[] weights = [0, 0, 0];
        int epochs = 0;
        for (int mistakes = 1; mistakes > 0 && epochs < 6;)
        {
            mistakes = 0;
            foreach (long index in new FitRandom(seed).Permutation(++epochs, 4))
            {
                Row row = rows[index];
                float[] input = [.. row.Features, 1];
                float fired = input.Zip(weights, (x, w) => x * w).Sum() > 0 ? 1 : 0;
                float error = (row.Label ? 1 : 0) - fired;
                mistakes += error == 0 ? 0 : 1;
                for (int i = 0; i < 3; i++)
                    weights[i] += 0.5f * error * input[i];
            }

            Assert.Equal(mistakes / 4.0, fitted.Model.History.Epochs[epochs - 1].TrainingLoss);
        }

        Assert.Equal(epochs, fitted.Model.History.Epochs.Count);
        Assert.Equal(weights, fitted.Model.Tensors[^3..]);
    }

    [Fact]
    public void ItComesToRestWithinNovikoffsBound()
    {
        // Standardised AND lies at -1 and 1: R² = 3, and x + y > 1 separates by a margin of 1 / sqrt 3, so at most 9 mistakes.
        for (int seed = 0; seed < 10; seed++)
        {
            TrainingHistory history = Fit("and", new PerceptronOptions { Seed = seed }).Model.History;
            Assert.Equal(TrainingStopReason.NoError, history.StopReason);
            Assert.Equal(0, history.Epochs[^1].TrainingLoss);
            Assert.True(history.Epochs.Sum(epoch => 4 * epoch.TrainingLoss) <= 9);
        }
    }

    [Fact]
    public void BestEpochIsKeptWhereClassesOverlap()
    {
        IDataView data = Tables.View(_ml, Tables.Rows(400, missing: 0.2));
        var options = new PerceptronOptions
        {
            LabelColumnName = nameof(Tables.Row.Flag),
            ValidationFraction = 0.3,
            MaximumEpochCount = 10,
            Seed = 1,
        };
        TrainingHistory history = _ml.BinaryClassification.Trainers.Perceptron(options).Fit(data).Model.History;
        Assert.Equal(history.Epochs.Min(epoch => epoch.ValidationLoss), history.Best.ValidationLoss);
        Assert.Equal(1 - history.Best.ValidationLoss, history.Best.ValidationMetrics["Accuracy"], 1e-6);
        Assert.InRange(history.Best.ValidationLoss, 0, 0.3);
    }

    [Fact]
    public void ItsModelIsAnOrdinaryOne()
    {
        using var file = new MemoryStream();
        DeepPredictionTransformer fitted = Fit("and", new PerceptronOptions());
        _ml.Model.Save(fitted, _ml.Data.LoadFromEnumerable(Rows("and", false)).Schema, file);
        file.Position = 0;
        Assert.Equal(4, Right(_ml.Model.Load(file, out _), "and"));
        Assert.Equal("binary", fitted.Model.Task);
        Assert.Equal("Perceptron", fitted.Model.Training.Architecture);
        Assert.Equal("Linear 1", fitted.Model.Network.Layers[^1].Describe());
    }

    [Fact]
    public void DefaultsAreTheDocumentedOnesAndViolationsAreNamed()
    {
        Assert.Equal(PerceptronRule.ErrorCorrecting, new PerceptronOptions().Rule);
        var error = Assert.Throws<ArgumentException>(
            () => _ml.BinaryClassification.Trainers.Perceptron(rule: (PerceptronRule)7, maximumEpochCount: 0));
        Assert.Equal(
            "PerceptronOptions.MaximumEpochCount must be at least 1, but was 0. "
            + "PerceptronOptions.Rule must be one of the rules, but was 7.",
            error.Message);
    }

    private static Row[] Rows(string function, bool bipolar) =>
        [.. from a in new[] { false, true }
            from b in new[] { false, true }
            select new Row
            {
                Features = [Number(a, bipolar), Number(b, bipolar)],
                Label = function switch { "and" => a && b, "or" => a || b, _ => a != b },
            }];

    private static float Number(bool value, bool bipolar) => value ? 1 : bipolar ? -1 : 0;

    private DeepPredictionTransformer Fit(string function, PerceptronOptions options, bool bipolar = false) =>
        _ml.BinaryClassification.Trainers.Perceptron(options).Fit(_ml.Data.LoadFromEnumerable(Rows(function, bipolar)));

    private int Right(ITransformer fitted, string function, bool bipolar = false)
    {
        Row[] rows = Rows(function, bipolar);
        bool[] predicted = fitted.Transform(_ml.Data.LoadFromEnumerable(rows)).Column<bool>("PredictedLabel");
        return rows.Zip(predicted).Count(pair => pair.First.Label == pair.Second);
    }
}
