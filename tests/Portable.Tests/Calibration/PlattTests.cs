using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Portable.Tests.Trainers;

namespace Portable.Tests.Calibration;

/// <summary>Against scikit-learn's sigmoid calibration, which uses Platt's softened targets too; golden.py prints the numbers.</summary>
public class PlattTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Fits_scikit_learns_sigmoid() => Fits(PlattSlope, PlattOffset, null);

    [Fact]
    public void Fits_scikit_learns_sigmoid_with_example_weights() => Fits(WeightedSlope, WeightedOffset, "Weight");

    [Fact]
    public void Fixed_sigmoid_needs_no_labels()
    {
        var data = Ml.Transforms.SelectColumns("Margin").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));

        var scored = Ml.BinaryClassification.Calibrators.Platt(-2, 0.5, "Margin").Fit(data).Transform(data);

        foreach (var row in Ml.Data.CreateEnumerable<Calibrated>(scored, false))
            Assert.Equal(1 / (1 + Math.Exp(-2 * row.Margin + 0.5)), row.Probability, 1e-6);
    }

    [Fact]
    public void Annotates_the_probability_as_the_official_calibrator()
    {
        var data = TestRows.View(Ml);
        var scored = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data).Transform(data);

        Assert.Equal(
        [
            "Probability: Single [ScoreColumnSetId: Key<UInt32, 0-2147483646>, ScoreColumnKind: String, ScoreValueKind: String, "
                + "IsNormalized: Boolean]",
        ], SchemaText.Of(Ml.BinaryClassification.Calibrators.Platt().Fit(scored).Transform(scored).Schema, "Probability"));
    }

    [Fact]
    public void Names_a_missing_score()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Ml.BinaryClassification.Calibrators.Platt(1, 0, "Nope").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml)));

        Assert.Equal("The data to calibrate contains no 'Nope' column.", error.Message);
    }

    private const double PlattSlope = -0.296757122, PlattOffset = 0.0141688837;
    private const double WeightedSlope = -0.323280088, WeightedOffset = 0.0344497056;

    private sealed class Calibrated
    {
        public float Margin { get; set; }

        public float Probability { get; set; }
    }

    private static void Fits(double slope, double offset, string? weight)
    {
        var transformer = Ml.BinaryClassification.Calibrators.Platt("Label", "Margin", weight).Fit(TestRows.View(Ml));
        var calibrator = ((IPredictionTransformer<PlattCalibrator>)transformer).Model;

        Assert.Equal(slope, calibrator.Slope, 0.002);
        Assert.Equal(offset, calibrator.Offset, 0.002);
        Assert.Equal(1 / (1 + Math.Exp(calibrator.Slope + calibrator.Offset)), calibrator.PredictProbability(1), 1e-6);
    }
}
