using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Tasks;

/// <summary>Temperature, intervals and prediction sets do what they promise on fresh rows, and survive saving.</summary>
public sealed class CalibrationTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>Labels drawn with the probabilities of logits that are then blown up: the factor is found again.</summary>
    [Theory]
    [InlineData(2.5)]
    [InlineData(0.4)]
    public void Temperature_of_logits_is_recovered(double temperature)
    {
        var random = new Random(3);
        float[] logits = new float[20_000], labels = new float[20_000];
        for (var row = 0; row < logits.Length; row++)
        {
            var logit = Normal(random) * 2;
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            logits[row] = (float)(logit * temperature);
        }
        Assert.Equal(temperature, TemperatureScaling.FitLogits(logits, labels, default), 0.06 * temperature);
        // And so for classes, where the first logit stands against one that is 0.
        var pairs = logits.SelectMany(logit => new[] { 0, logit }).ToArray();
        Assert.Equal(
            TemperatureScaling.FitLogits(logits, labels, default), TemperatureScaling.FitClasses(pairs, labels, default),
            1e-5 * temperature);
        // Rows without weight do not count.
        var weights = labels.Select((_, row) => row < 10_000 ? 1f : 0).ToArray();
        labels.AsSpan(10_000).Fill(0);
        Assert.Equal(temperature, TemperatureScaling.FitLogits(logits, labels, new RowWeights(weights)), 0.08 * temperature);
    }

    [Fact]
    public void Temperature_of_logits_that_part_all_rows_is_the_least_there_is()
    {
        Assert.Equal(0.01, TemperatureScaling.FitLogits([-1, 1], [0, 1], default), 1e-6);
        Assert.Equal(100, TemperatureScaling.FitLogits([1, -1], [0, 1], default), 1e-2); // no better than a coin
        Assert.Equal(1, TemperatureScaling.FitLogits([0, 0], [0, 1], default));
    }

    /// <summary>An overfitted network on noisy labels is too sure of itself; on its validation rows calibration may only help.</summary>
    [Fact]
    public void Calibrated_probabilities_have_a_lower_log_loss_and_the_same_labels()
    {
        var options = Tables.Small() with { MaximumEpochCount = 60, Patience = 60, ValidationMetric = "Accuracy", Dropout = 0 };
        IDataView train = Tables.View(_ml, Noisy(150, 1)), held = Tables.View(_ml, Noisy(400, 2)), test = Tables.View(_ml, Noisy(2000, 3));
        var plain = _ml.BinaryClassification.Trainers.Mlp(options).Fit(train, held);
        var mended = _ml.BinaryClassification.Trainers.Mlp(options with { Calibration = Calibration.Temperature }).Fit(train, held);
        Assert.Equal(plain.Transform(test).Column<bool>("PredictedLabel"), mended.Transform(test).Column<bool>("PredictedLabel"));
        Assert.True(LogLoss(mended, held) < LogLoss(plain, held));
        Assert.True(LogLoss(mended, test) < LogLoss(plain, test));
        AssertSurvivesSaving(mended, test, "Probability");

        double LogLoss(ITransformer model, IDataView data) =>
            _ml.BinaryClassification.Evaluate(model.Transform(data), nameof(Tables.Row.Flag)).LogLoss;
    }

    [Fact]
    public void Calibrated_classes_have_a_lower_log_loss_and_the_same_labels()
    {
        var options = Tables.Small("Label") with { MaximumEpochCount = 60, Patience = 60, ValidationMetric = "Accuracy", Dropout = 0 };
        IDataView train = Tables.Keyed(_ml, Noisy(150, 1)), held = Tables.Keyed(_ml, Noisy(400, 2));
        var plain = _ml.MulticlassClassification.Trainers.Mlp(options).Fit(train, held);
        var mended = _ml.MulticlassClassification.Trainers.Mlp(options with { Calibration = Calibration.Temperature }).Fit(train, held);
        Assert.Equal(plain.Transform(held).Column<uint>("PredictedLabel"), mended.Transform(held).Column<uint>("PredictedLabel"));
        Assert.True(
            _ml.MulticlassClassification.Evaluate(mended.Transform(held)).LogLoss
            < _ml.MulticlassClassification.Evaluate(plain.Transform(held)).LogLoss);
    }

    /// <summary>Fresh rows lie inside as often as asked, within what chance allows (four deviations of share and threshold).</summary>
    [Theory]
    [InlineData(0.8, false)]
    [InlineData(0.95, false)]
    [InlineData(0.8, true)]
    public void Intervals_cover_fresh_rows(double coverage, bool fromQuantiles)
    {
        const int Held = 1000, Fresh = 2000;
        var options = Tables.Small(nameof(Tables.Row.Value)) with
        {
            IntervalCoverage = coverage,
            Loss = fromQuantiles ? new QuantileLoss { Levels = [0.25, 0.5, 0.75] } : null,
        };
        var model = _ml.Regression.Trainers.Mlp(options).Fit(Tables.View(_ml, Noisy(400, 1)), Tables.View(_ml, Noisy(Held, 2)));
        var test = Tables.View(_ml, Noisy(Fresh, 3));
        var scored = model.Transform(test);
        float[] lower = scored.Column<float>("LowerBound"), upper = scored.Column<float>("UpperBound");
        var scores = scored.Column<float>("Score");
        Assert.All(Enumerable.Range(0, Fresh), row => Assert.InRange(scores[row], lower[row], upper[row]));
        var share = scored.Column<float>("Value").Where((value, row) => lower[row] <= value && value <= upper[row]).Count() / (double)Fresh;
        var deviation = Math.Sqrt(coverage * (1 - coverage) * ((1.0 / Fresh) + (1.0 / Held)));
        Assert.InRange(share, coverage - (4 * deviation), coverage + (4 * deviation));
        // Errors are as wide everywhere here, quantiles are not as wide everywhere: only these follow the row.
        var widths = Enumerable.Range(0, Fresh).Select(row => MathF.Round(upper[row] - lower[row], 3)).Distinct().Count();
        Assert.Equal(fromQuantiles, widths > 10);
        AssertSurvivesSaving(model, test, "LowerBound");
    }

    /// <summary>The bounds of an ensemble come from rows that its members left out.</summary>
    [Fact]
    public void Intervals_of_an_ensemble_cover_fresh_rows()
    {
        var options = Tables.Small(nameof(Tables.Row.Value)) with { IntervalCoverage = 0.8 };
        var trainer = _ml.Regression.Trainers.CrossValidationEnsemble(_ml.Regression.Trainers.Mlp(options), foldCount: 3);
        var test = Tables.View(_ml, Noisy(2000, 3));
        var model = trainer.Fit(Tables.View(_ml, Noisy(600, 1)));
        var scored = model.Transform(test);
        float[] lower = scored.Column<float>("LowerBound"), upper = scored.Column<float>("UpperBound");
        var share = scored.Column<float>("Value").Where((value, row) => lower[row] <= value && value <= upper[row]).Count() / 2000.0;
        Assert.InRange(share, 0.74, 0.88);
        AssertSurvivesSaving(model, test, "UpperBound");
    }

    [Fact]
    public void Prediction_sets_hold_the_true_class_of_fresh_rows()
    {
        const int Held = 1000, Fresh = 2000;
        const double Coverage = 0.75;
        var options = Tables.Small("Label") with { PredictionSetCoverage = Coverage, Calibration = Calibration.Temperature };
        var model = _ml.MulticlassClassification.Trainers.Mlp(options)
            .Fit(Tables.Keyed(_ml, Noisy(400, 1)), Tables.Keyed(_ml, Noisy(Held, 2)));
        var test = Tables.Keyed(_ml, Noisy(Fresh, 3));
        var scored = model.Transform(test);
        var sets = scored.GetColumn<VBuffer<bool>>("PredictionSet").Select(set => set.DenseValues().ToArray()).ToArray();
        var share = scored.Column<uint>("Label").Where((label, row) => sets[row][label - 1]).Count() / (double)Fresh;
        var deviation = Math.Sqrt(Coverage * (1 - Coverage) * ((1.0 / Fresh) + (1.0 / Held)));
        Assert.InRange(share, Coverage - (4 * deviation), Coverage + (4 * deviation));
        Assert.Contains(sets, set => set.Count(isIn => isIn) == 1);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["PredictionSet"].GetSlotNames(ref names);
        Assert.Equal(3, names.Length);
    }

    [Fact]
    public void The_rank_rule_is_that_of_split_conformal_prediction()
    {
        double[] scores = [9, 1, 8, 2, 7, 3, 6, 4, 5];
        Assert.Equal(9, Conformal.Threshold([.. scores], 0.9, "X"));
        Assert.Equal(5, Conformal.Threshold([.. scores], 0.5, "X"));
        Assert.Equal(1, Conformal.Threshold([.. scores], 0.01, "X"));
        Assert.Equal(
            "Validation data must have at least 10 rows for X of 0.905, but had 9.",
            Assert.Throws<InvalidOperationException>(() => Conformal.Threshold(scores, 0.905, "X")).Message);
    }

    private void AssertSurvivesSaving(ITransformer model, IDataView data, string column)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        Assert.Equal(
            model.Transform(data).Column<float>(column), _ml.Model.Load(stream, out _).Transform(data).Column<float>(column));
    }

    /// <summary>Rows whose labels are not what the features say in a fifth of the cases, and whose values scatter.</summary>
    private static Tables.Row[] Noisy(int count, int seed)
    {
        var random = new Random(seed + 100);
        var rows = Tables.Rows(count, seed);
        foreach (var row in rows)
        {
            if (random.NextDouble() < 0.2)
                (row.Flag, row.Kind) = (!row.Flag, row.Kind == "low" ? "middle" : "low");
            row.Value += (float)(Normal(random) * (row.Features[0] > 0 ? 2 : 0.5));
        }
        return rows;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
