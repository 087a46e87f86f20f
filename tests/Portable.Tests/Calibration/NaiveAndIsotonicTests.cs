using Microsoft.ML;
using Microsoft.ML.Calibrators;

namespace Portable.Tests.Calibration;

/// <summary>Against what the official calibrators learn from the same sixty rows.</summary>
public class NaiveAndIsotonicTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly float[] Probes = [-3, -0.55f, -0.405f, -0.2f, 0.41f, 1.2f, 3];

    [Theory]
    [InlineData(null, 0.40000004f)]
    [InlineData("Weight", 0.3777778f)]
    public void Isotonic_pools_adjacent_violators(string? weight, float middle)
    {
        var calibrator = Model(Ml.BinaryClassification.Calibrators.Isotonic(exampleWeightColumnName: weight).Fit(Rows()));

        Assert.Equal([-1.6f, -0.4f, 0.42f], calibrator.Mins.AsEnumerable());
        Assert.Equal([-0.41f, 0.4f, 1.6f], calibrator.Maxes.AsEnumerable());
        Assert.Equal([0, middle, 1], calibrator.Values.AsEnumerable());
        // Constant on pieces, straight between them, never quite 0.
        Assert.Equal([1e-15f, 1e-15f, middle / 2, middle, (1 + middle) / 2, 1, 1], Probes.Select(calibrator.PredictProbability), Near);
        Assert.Equal(float.NaN, calibrator.PredictProbability(float.NaN));
    }

    [Fact]
    public void Naive_counts_in_two_hundred_bins()
    {
        var calibrator = Model(Ml.BinaryClassification.Calibrators.Naive().Fit(Rows()));

        Assert.Equal((-1.6f, 0.016f), (calibrator.Min, calibrator.BinSize));
        Assert.Equal(200, calibrator.BinProbs.Count);
        Assert.Equal(22, calibrator.BinProbs.Sum());
        Assert.Equal([(75, 1f), (77, 1f), (79, 1f), (81, 1f), (86, 1f), (90, 1f), (93, 0.5f), (110, 1f)],
            calibrator.BinProbs.Select((p, i) => (i, p)).Where(bin => bin.p > 0).Take(8));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1], Probes.Select(calibrator.PredictProbability));
        Assert.Equal(float.NaN, calibrator.PredictProbability(float.NaN));
    }

    [Fact]
    public void Platt_takes_the_official_steps_to_the_last_digit()
    {
        var plain = Model(Ml.BinaryClassification.Calibrators.Platt().Fit(Rows()));
        var weighted = Model(Ml.BinaryClassification.Calibrators.Platt(exampleWeightColumnName: "Weight").Fit(Rows()));

        Assert.Equal((-1.992368993837217, 0.4032831375354755), (plain.Slope, plain.Offset));
        Assert.Equal((-2.315782051968451, 0.49948315644425006), (weighted.Slope, weighted.Offset));
    }

    [Fact]
    public void Predict_the_same_after_saving()
    {
        SameAfterSaving(Ml.BinaryClassification.Calibrators.Naive());
        SameAfterSaving(Ml.BinaryClassification.Calibrators.Isotonic());
        SameAfterSaving(Ml.BinaryClassification.Calibrators.Platt());
    }

    [Fact]
    public void Need_rows_to_learn_from()
    {
        var none = Ml.Data.FilterRowsByColumn(Rows(), "Weight", lowerBound: 100, upperBound: 200);
        IEstimator<ITransformer>[] calibrators =
        [
            Ml.BinaryClassification.Calibrators.Naive(), Ml.BinaryClassification.Calibrators.Isotonic(),
            Ml.BinaryClassification.Calibrators.Platt(),
        ];

        Assert.All(calibrators, calibrator => Assert.Equal("Calibrator trained on zero instances.",
            Assert.Throws<InvalidOperationException>(() => calibrator.Fit(none)).Message));
    }

    [Fact]
    public void Name_columns_that_are_missing()
    {
        var calibrators = Ml.BinaryClassification.Calibrators;

        Assert.Equal("Column 'Nope' not found (Parameter 'name')",
            Assert.Throws<ArgumentOutOfRangeException>(() => calibrators.Isotonic("Nope").Fit(Rows())).Message);
        Assert.Equal("Column 'Nope' not found (Parameter 'name')",
            Assert.Throws<ArgumentOutOfRangeException>(() => calibrators.Naive(scoreColumnName: "Nope").Fit(Rows())).Message);
        Assert.Equal("Could not find weight column 'Nope' (Parameter 'weightColumn')",
            Assert.Throws<ArgumentOutOfRangeException>(() => calibrators.Isotonic(exampleWeightColumnName: "Nope").Fit(Rows())).Message);
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Weight { get; set; }

        public float Probability { get; set; }
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5f;

    private static TCalibrator Model<TCalibrator>(CalibratorTransformer<TCalibrator> transformer)
        where TCalibrator : class, ICalibrator => ((IPredictionTransformer<TCalibrator>)transformer).Model;

    private static IDataView Rows() => Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
    {
        var label = i * 7 % 10 < 4;
        return new Row { Label = label, Score = (float)Math.Round(Math.Sin(i * 1.7) + (label ? 0.6f : -0.6f), 2), Weight = 1 + i % 3 };
    }));

    private static void SameAfterSaving(IEstimator<ITransformer> calibrator)
    {
        var model = calibrator.Fit(Rows());
        using var stream = new MemoryStream();
        Ml.Model.Save(model, Rows().Schema, stream);
        var again = new MLContext().Model.Load(stream, out _);

        Assert.Same(model.GetType(), again.GetType());
        Assert.Equal(Probabilities(model), Probabilities(again));
    }

    private static float[] Probabilities(ITransformer model) =>
        Ml.Data.CreateEnumerable<Row>(model.Transform(Rows()), reuseRowObject: false).Select(row => row.Probability).ToArray();
}
