using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Tasks;

/// <summary>Labels that are vectors: several numbers, several labels, several quantiles; and their evaluation.</summary>
public sealed class VectorTargetTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];

        [VectorType(2)]
        public float[] Tags { get; set; } = [];

        [VectorType(2)]
        public float[] Score { get; set; } = [];

        public float Count { get; set; }
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("absolute")]
    [InlineData("huber")]
    [InlineData("log-cosh")]
    [InlineData("quantile")]
    public void Several_numbers_are_learned_by_every_loss(string name)
    {
        LossFunction loss = name switch
        {
            "squared" => new SquaredErrorLoss(),
            "absolute" => new AbsoluteErrorLoss(),
            "huber" => new HuberLoss(),
            "log-cosh" => new LogCoshLoss(),
            _ => new QuantileLoss { Levels = [0.1, 0.5, 0.9] },
        };
        var model = _ml.Regression.Trainers.Mlp(Small with { Loss = loss, IntervalCoverage = 0.8 }).Fit(View(400, 1));
        var scored = model.Transform(View(300, 2));
        var metrics = _ml.Regression.EvaluateMultiTarget(scored);
        Assert.Equal(["0", "1"], metrics.PerTarget.Select(target => target.Name));
        Assert.All(metrics.PerTarget, target => Assert.InRange(target.RSquared, 0.9, 1));
        Assert.Equal(metrics.PerTarget.Average(target => target.RSquared), metrics.RSquared, 1e-9);
        var bounds = Vectors(scored, "LowerBound").Zip(Vectors(scored, "UpperBound"), Vectors(scored, "Score"));
        Assert.All(bounds, row => Assert.All([0, 1], i => Assert.InRange(row.Third[i], row.First[i], row.Second[i])));
        if (name != "quantile")
            return;
        var quantiles = Vectors(scored, "Quantiles");
        Assert.All(quantiles, row => Assert.Equal(6, row.Length));
        Assert.Equal(Vectors(scored, "Score").SelectMany(row => row), quantiles.SelectMany(row => new[] { row[1], row[4] }));
        Assert.Equal(["0:0.1", "0:0.5", "0:0.9", "1:0.1", "1:0.5", "1:0.9"], SlotNames(scored, "Quantiles"));
    }

    /// <summary>A scalar score is the middle quantile, so that ML.NET's evaluator takes it; shares below follow the levels.</summary>
    [Fact]
    public void Quantiles_of_one_number_have_their_levels_as_names()
    {
        var options = Small with { LabelColumnName = "Count", Loss = new QuantileLoss { Levels = [0.2, 0.45, 0.8] } };
        var scored = _ml.Regression.Trainers.Mlp(options).Fit(View(1500, 1)).Transform(View(1000, 2));
        Assert.Equal(["0.2", "0.45", "0.8"], SlotNames(scored, "Quantiles"));
        var quantiles = Vectors(scored, "Quantiles");
        Assert.Equal(quantiles.Select(row => row[1]), scored.GetColumn<float>("Score"));
        Assert.All(quantiles, row => Assert.Equal(row.Order(), row));
        Assert.InRange(_ml.Regression.Evaluate(scored, "Count").RSquared, 0.1, 1);
        var truths = scored.GetColumn<float>("Count").ToArray();
        Assert.InRange(truths.Zip(quantiles).Count(row => row.First <= row.Second[2]) / 1000.0, 0.72, 0.88);
        Assert.InRange(truths.Zip(quantiles).Count(row => row.First < row.Second[0]) / 1000.0, 0.1, 0.28);
    }

    /// <summary>Each count is a Poisson number, whose mean lies above its middle.</summary>
    [Fact]
    public void Mean_beside_quantiles_is_the_score()
    {
        var loss = new QuantileLoss { Levels = [0.1, 0.5, 0.9], ScoresMean = true };
        var options = Small with { LabelColumnName = "Count", Loss = loss, IntervalCoverage = 0.8 };
        var scored = _ml.Regression.Trainers.Mlp(options).Fit(View(1500, 1)).Transform(View(1000, 2));
        Assert.Equal(["0.1", "0.5", "0.9"], SlotNames(scored, "Quantiles"));
        var quantiles = Vectors(scored, "Quantiles");
        Assert.All(quantiles, row => Assert.Equal(3, row.Length));
        Assert.All(quantiles, row => Assert.Equal(row.Order(), row));
        var scores = scored.GetColumn<float>("Score").ToArray();
        Assert.DoesNotContain(scores.Zip(quantiles), row => row.First == row.Second[1]);
        Assert.Equal(scored.GetColumn<float>("Count").Average(), scores.Average(), 0.3);
        Assert.InRange(_ml.Regression.Evaluate(scored, "Count").RSquared, 0.2, 1);
        var bounds = scored.GetColumn<float>("LowerBound").Zip(scored.GetColumn<float>("UpperBound"), scores);
        Assert.All(bounds, row => Assert.InRange(row.Third, row.First, row.Second));
    }

    [Fact]
    public void Counts_are_learned_as_rates_and_never_negative()
    {
        var options = Small with { LabelColumnName = "Count", Loss = new PoissonLoss(), ClampPredictions = false };
        var scored = _ml.Regression.Trainers.Mlp(options).Fit(View(1500, 1)).Transform(View(1000, 2));
        Assert.All(scored.GetColumn<float>("Score"), score => Assert.True(score > 0));
        Assert.Equal(scored.GetColumn<float>("Count").Average(), scored.GetColumn<float>("Score").Average(), 0.3);
        Assert.InRange(_ml.Regression.Evaluate(scored, "Count").RSquared, 0.3, 1);
    }

    [Fact]
    public void Unclamped_scores_may_leave_the_range_of_the_labels()
    {
        var train = View(300, 1);
        var largest = train.GetColumn<float>("Count").Max();
        var far = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [1.3f, 0], Label = [0, 0], Tags = [0, 0], Score = [0, 0] } });
        float Score(bool clamp) => _ml.Regression.Trainers.Mlp(Small with { LabelColumnName = "Label", ClampPredictions = clamp })
            .Fit(train).Transform(far).GetColumn<VBuffer<float>>("Score").Single().GetItemOrDefault(0);
        var largestLabel = Vectors(train, "Label").Max(label => label[0]);
        Assert.True(Score(clamp: true) <= largestLabel);
        Assert.True(Score(clamp: false) > largestLabel);
    }

    [Fact]
    public void Labels_that_do_not_exclude_each_other_are_found()
    {
        var options = Small with { LabelColumnName = "Tags", Calibration = Calibration.Temperature, LabelSmoothing = 0.1 };
        var model = _ml.MultiLabelClassification.Trainers.Mlp(options).Fit(View(400, 1));
        var test = View(300, 2);
        var scored = model.Transform(test);
        var metrics = _ml.MultiLabelClassification.Evaluate(scored, "Tags");
        Assert.InRange(metrics.MicroF1, 0.9, 1);
        Assert.InRange(metrics.SubsetAccuracy, 0.85, 1);
        Assert.InRange(metrics.AreaUnderRocCurve, 0.97, 1);
        Assert.InRange(metrics.HammingLoss, 0, 0.1);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, test.Schema, stream);
        stream.Position = 0;
        Assert.Equal(Vectors(scored, "Probability"), Vectors(_ml.Model.Load(stream, out _).Transform(test), "Probability"));
    }

    /// <summary>By hand: labels 10, 11, 00, 01 and decisions 11, 11, 00, 00.</summary>
    [Fact]
    public void Multi_label_metrics_are_those_of_a_hand_calculation()
    {
        var rows = new[]
        {
            new Row { Features = [0, 0], Label = [0, 0], Tags = [1, 0], Score = [2, 1] },
            new Row { Features = [0, 0], Label = [0, 0], Tags = [1, 1], Score = [1, 2] },
            new Row { Features = [0, 0], Label = [0, 0], Tags = [0, 0], Score = [-1, -2] },
            new Row { Features = [0, 0], Label = [0, 0], Tags = [0, 1], Score = [-2, -1] },
        };
        var metrics = _ml.MultiLabelClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), "Tags");
        Assert.Equal((0.5, 0.25, 0.75), (metrics.SubsetAccuracy, metrics.HammingLoss, metrics.MicroF1));
        Assert.Equal((0.75, 0.875), (metrics.MacroF1, metrics.AreaUnderRocCurve));
        Assert.Equal([new LabelMetrics("0", 1, 1), new LabelMetrics("1", 0.5, 0.75)], metrics.PerLabel);
        double Loss(double margin) => Math.Log(1 + Math.Exp(-margin));
        Assert.Equal(((2 * Loss(1)) + (4 * Loss(2)) + (2 * Loss(-1))) / 8, metrics.LogLoss, 1e-6);
    }

    [Fact]
    public void Evaluation_refuses_other_columns_in_words()
    {
        var data = View(5, 1);
        Assert.Equal(
            "Could not find label column 'Nothing' (Parameter 'data')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MultiLabelClassification.Evaluate(data, "Nothing")).Message);
        Assert.Equal(
            "Schema mismatch for label column 'Count': expected Vector<Boolean>, got Single (Parameter 'data')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MultiLabelClassification.Evaluate(data, "Count")).Message);
        Assert.Equal(
            "Schema mismatch for label column 'Count': expected Vector<Single>, got Single (Parameter 'data')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Regression.EvaluateMultiTarget(data, "Count")).Message);
        Assert.Equal(
            "Schema mismatch for score column 'Count': expected Vector<Single, 2>, got Single (Parameter 'data')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Regression.EvaluateMultiTarget(data, "Label", "Count")).Message);
        Assert.Equal(
            "Data to evaluate must have at least one row, but was empty.",
            Assert.Throws<InvalidOperationException>(() => _ml.Regression.EvaluateMultiTarget(View(0, 1))).Message);
    }

    [Fact]
    public void Class_weights_move_decisions_to_the_class_that_counts_more()
    {
        var data = Support.Tables.View(_ml, Support.Tables.Rows(300));
        int Positives(ClassWeights? weights) => _ml.BinaryClassification.Trainers
            .Mlp(Support.Tables.Small() with { HiddenSizes = [4], MaximumEpochCount = 4, ClassWeights = weights })
            .Fit(data).Transform(data).GetColumn<bool>("PredictedLabel").Count(flag => flag);
        Assert.True(Positives(ClassWeights.Of(("true", 20))) > Positives(null));
        Assert.True(Positives(ClassWeights.Of(("false", 20))) < Positives(null));
    }

    private static MlpOptions Small =>
        new() { HiddenSizes = [16], MaximumEpochCount = 40, LearningRate = 0.02, Patience = 40, Dropout = 0, Seed = 3 };

    private IDataView View(int count, int seed)
    {
        var random = new Random(seed);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            float a = (float)((random.NextDouble() * 2) - 1), b = (float)((random.NextDouble() * 2) - 1);
            return new Row
            {
                Features = [a, b],
                Label = [100 + (20 * a), b * a],
                Tags = [a > 0.2 ? 1 : 0, a + b > 0 ? 1 : 0],
                Score = [0, 0],
                Count = Poisson(random, Math.Exp(1 + a)),
            };
        }).ToArray());
    }

    private static int Poisson(Random random, double rate)
    {
        var count = 0;
        for (var product = random.NextDouble(); product > Math.Exp(-rate); product *= random.NextDouble())
            count++;
        return count;
    }

    private static float[][] Vectors(IDataView data, string column) =>
        [.. data.GetColumn<VBuffer<float>>(column).Select(vector => vector.DenseValues().ToArray())];

    private static string[] SlotNames(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
