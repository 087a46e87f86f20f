using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Portable.Tests.Trainers;

/// <summary>Against scikit-learn's logistic regression; golden.py prints the numbers.</summary>
public class LbfgsLogisticRegressionTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Finds_scikit_learns_weights_with_an_l2_penalty() =>
        Equal([-0.11643182, 2.30541605, -3.62749193, -0.982916017, 0.351722435, 0.0679893027], new() { L1Regularization = 0 });

    [Fact]
    public void Finds_scikit_learns_weights_with_both_penalties_and_an_exact_zero()
    {
        var weights = Equal([-0.0517216809, 2.12076473, -3.37148428, -0.859826505, 0.220020279, 0], new());

        Assert.Equal(0, weights[5]);
    }

    [Fact]
    public void Finds_scikit_learns_weights_with_example_weights() =>
        Equal([-0.168001428, 2.74775164, -4.1783281, -1.00954227, 0.584206688, 0.0294879502],
            new() { L1Regularization = 0, ExampleWeightColumnName = "Weight" });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Keeps_weights_at_zero_or_above_when_asked(float l1)
    {
        var weights = Weights(new() { L1Regularization = l1, EnforceNonNegativity = true });

        Assert.All(weights[1..], weight => Assert.True(weight >= 0, $"{weight}"));
        Assert.True(weights[1] > 1, $"{weights[1]}");
        Assert.Equal(0, weights[2]); // the one that would be most negative
    }

    [Fact]
    public void Adds_the_official_columns_and_annotations()
    {
        var scored = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));

        Assert.Equal(
        [
            "PredictedLabel: Boolean [ScoreColumnKind: String, ScoreValueKind: String, ScoreColumnSetId: Key<UInt32, 0-2147483646>]",
            "Score: Single [ScoreColumnKind: String, ScoreColumnSetId: Key<UInt32, 0-2147483646>, ScoreValueKind: String]",
            "Probability: Single [ScoreColumnKind: String, ScoreColumnSetId: Key<UInt32, 0-2147483646>, IsNormalized: Boolean, "
                + "ScoreValueKind: String]",
        ], SchemaText.Of(scored.Schema, "PredictedLabel", "Score", "Probability"));
    }

    [Fact]
    public void Calls_a_row_positive_when_its_log_odds_are_above_zero()
    {
        var scored = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));

        foreach (var row in Ml.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false))
        {
            Assert.Equal(row.Score > 0, row.PredictedLabel);
            Assert.Equal(1 / (1 + Math.Exp(-row.Score)), row.Probability, 1e-6);
        }
    }

    [Fact]
    public void Does_not_follow_later_changes_of_the_options()
    {
        var options = new LbfgsLogisticRegressionBinaryTrainer.Options { L1Regularization = 0 };
        var trainer = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(options);
        var before = trainer.Fit(TestRows.View(Ml)).Model.SubModel;
        options.L2Regularization = 100;
        var after = trainer.Fit(TestRows.View(Ml)).Model.SubModel;

        Assert.Equal(before.Weights, after.Weights);
        Assert.Equal(before.Bias, after.Bias);
    }

    [Fact]
    public void Leaves_out_rows_with_missing_features()
    {
        var rows = TestRows.Make();
        var damaged = TestRows.Make();
        foreach (var row in damaged)
            row.Features[0] = float.NaN;
        var trainer = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression();

        var clean = trainer.Fit(Ml.Data.LoadFromEnumerable(rows)).Model.SubModel;
        var mixed = trainer.Fit(Ml.Data.LoadFromEnumerable(rows.Concat(damaged))).Model.SubModel;

        Assert.Equal(clean.Weights, mixed.Weights);
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Ml.Data.LoadFromEnumerable(damaged)));
        Assert.Equal("No valid training instances found, all instances have missing features.", error.Message);
    }

    [Fact]
    public void Names_a_missing_column()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", "Nope").Fit(TestRows.View(Ml)));

        Assert.Equal("Could not find feature column 'Nope' (Parameter 'inputSchema')", error.Message);
    }

    [Fact]
    public void Names_a_label_of_the_wrong_type()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Class").Fit(TestRows.View(Ml)));

        Assert.Equal("Schema mismatch for label column 'Class': expected Boolean, got String (Parameter 'labelCol')", error.Message);
    }

    [Fact]
    public void Wants_normalised_data_and_a_cache_as_the_official_trainer()
    {
        var info = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Info;

        Assert.True(info.NeedNormalization);
        Assert.True(info.WantCaching);
    }

    private sealed class Prediction
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private static float[] Weights(LbfgsLogisticRegressionBinaryTrainer.Options options)
    {
        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression(options).Fit(TestRows.View(Ml)).Model.SubModel;
        return [model.Bias, .. model.Weights];
    }

    private static float[] Equal(double[] expected, LbfgsLogisticRegressionBinaryTrainer.Options options)
    {
        var weights = Weights(options);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], weights[i], 0.005);
        return weights;
    }
}
