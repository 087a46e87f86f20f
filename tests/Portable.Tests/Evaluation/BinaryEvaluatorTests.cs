using Microsoft.ML;
using Microsoft.ML.Transforms;
using Portable.Tests.Trainers;

namespace Portable.Tests.Evaluation;

/// <summary>Against what the official evaluator gave for the same sixty rows, and against hand computation.</summary>
public class BinaryEvaluatorTests
{
    private const double Tight = 1e-7; // the rows are single precision sines: the last bits may differ

    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Gives_the_official_metrics()
    {
        var m = Ml.BinaryClassification.Evaluate(ScoredRows.View(Ml));

        Assert.Equal(0.7166666666666667, m.Accuracy, Tight);
        Assert.Equal(0.8668981481481481, m.AreaUnderRocCurve, Tight);
        Assert.Equal(0.8492604949013016, m.AreaUnderPrecisionRecallCurve, Tight);
        Assert.Equal(0.6666666666666667, m.F1Score, Tight);
        Assert.Equal(0.6664232018737436, m.LogLoss, Tight);
        Assert.Equal(0.31363840170669227, m.LogLossReduction, Tight);
        Assert.Equal(0.9709505944546686, m.Entropy, Tight);
        Assert.Equal(0.6296296296296297, m.PositivePrecision, Tight);
        Assert.Equal(0.7083333333333334, m.PositiveRecall, Tight);
        Assert.Equal(0.7878787878787878, m.NegativePrecision, Tight);
        Assert.Equal(0.7222222222222222, m.NegativeRecall, Tight);
    }

    [Fact]
    public void Prints_the_official_confusion_table()
    {
        var matrix = Ml.BinaryClassification.Evaluate(ScoredRows.View(Ml)).ConfusionMatrix;

        const string Expected = """
            TEST POSITIVE RATIO:	0.4000 (24.0/(24.0+36.0))
            Confusion table
                      ||======================
            PREDICTED || positive | negative | Recall
            TRUTH     ||======================
             positive ||       17 |        7 | 0.7083
             negative ||       10 |       26 | 0.7222
                      ||======================
            Precision ||   0.6296 |   0.7879 |

            """;
        Assert.Equal(Expected.ReplaceLineEndings(), matrix.GetFormattedConfusionTable());
        Assert.Equal(2, matrix.NumberOfClasses);
        Assert.Equal(10, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 0, actualClassIndicatorIndex: 1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(2, 0));
        Assert.Equal(
            "Invalid index. Should be non-negative, less than the number of classes. (Parameter 'predictedClassIndicatorIndex')",
            error.Message);
    }

    [Fact]
    public void Needs_no_probability_without_calibration()
    {
        var m = Ml.BinaryClassification.EvaluateNonCalibrated(ScoredRows.View(Ml));

        Assert.Equal(0.7166666666666667, m.Accuracy, Tight);
        Assert.Equal(0.8668981481481481, m.AreaUnderRocCurve, Tight);
        Assert.Equal(0.8492604949013016, m.AreaUnderPrecisionRecallCurve, Tight);
        Assert.Equal(0.6666666666666667, m.F1Score, Tight);
    }

    [Fact]
    public void Counts_a_tie_as_half_a_pair()
    {
        // Pairs: 2>1 right; 1=1 half; 2>0 right; 1>0 right: 3.5 of 4.
        var m = Ml.BinaryClassification.EvaluateNonCalibrated(View((true, 2), (true, 1), (false, 1), (false, 0)));

        Assert.Equal(3.5 / 4, m.AreaUnderRocCurve);
    }

    [Fact]
    public void Ranks_negative_scores_and_both_zeros()
    {
        // Positives -1 and -0, negatives -3 and 0: right are -1>-3 and -0>-3, a tie is -0=0, wrong is -1<0.
        var m = Ml.BinaryClassification.EvaluateNonCalibrated(View((true, -1), (true, -0f), (false, -3), (false, 0)));

        Assert.Equal(2.5 / 4, m.AreaUnderRocCurve);
    }

    [Fact]
    public void Agrees_with_scikit_learn_on_the_area_under_the_curve()
    {
        var data = Ml.Transforms.CopyColumns("PredictedLabel", "Label").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));

        Assert.Equal(0.541979644, Ml.BinaryClassification.EvaluateNonCalibrated(data, scoreColumnName: "Margin").AreaUnderRocCurve, 1e-6);
    }

    [Fact]
    public void Leaves_out_rows_with_a_broken_score()
    {
        var whole = Ml.BinaryClassification.EvaluateNonCalibrated(View((true, 2), (true, -1), (false, 1), (false, 0)));
        var broken = Ml.BinaryClassification.EvaluateNonCalibrated(
            View((true, 2), (true, -1), (false, 1), (false, 0), (true, float.NaN), (false, float.PositiveInfinity)));

        Assert.Equal(whole.AreaUnderRocCurve, broken.AreaUnderRocCurve);
        Assert.Equal(whole.Accuracy, broken.Accuracy);
    }

    [Fact]
    public void Says_that_the_loss_is_unknown_without_probabilities()
    {
        var some = Ml.Data.LoadFromEnumerable(Ml.Data.CreateEnumerable<ScoredRows.Row>(ScoredRows.View(Ml), false)
            .Select((row, i) => new ScoredRows.Row { Label = row.Label, Score = row.Score, Probability = i == 3 ? float.NaN : 0.5f }));
        var none = Ml.Transforms.CopyColumns("Probability", "Missing").Fit(WithMissing()).Transform(WithMissing());

        var (ofSome, ofNone) = (Ml.BinaryClassification.Evaluate(some), Ml.BinaryClassification.Evaluate(none));

        Assert.Equal((double.NaN, double.NaN), (ofSome.LogLoss, ofSome.LogLossReduction));
        Assert.Equal((double.NaN, 0), (ofNone.LogLoss, ofNone.LogLossReduction));
        Assert.Equal(0.9709505944546686, ofNone.Entropy, Tight);

        IDataView WithMissing() => Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
            new Unscored { Label = i * 7 % 10 < 4, Score = i - 30, Missing = float.NaN }));
    }

    private sealed class Unscored
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Missing { get; set; }

        public bool PredictedLabel { get; set; }
    }

    [Fact]
    public void Takes_a_key_of_two_as_label_and_names_the_table_after_it()
    {
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Key", "Label", keyOrdinality:
            ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(ScoredRows.View(Ml)).Transform(ScoredRows.View(Ml));

        Assert.Equal(0.7166666666666667, Ml.BinaryClassification.Evaluate(keyed, "Key").Accuracy, Tight);
    }

    [Theory]
    [InlineData(true, "AUC is not defined when there is no negative class in the data (Parameter 'NegSample')")]
    [InlineData(false, "AUC is not defined when there is no positive class in the data (Parameter 'PosSample')")]
    public void Refuses_a_single_class(bool label, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.BinaryClassification.EvaluateNonCalibrated(View((label, 1), (label, 2))));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("Nope", "Score", "Probability", "PredictedLabel", "Nope column 'Label' not found (Parameter 'schema')")]
    [InlineData("Label", "Nope", "Probability", "PredictedLabel", "Nope column 'Score' not found (Parameter 'schema')")]
    [InlineData("Label", "Score", "Nope", "PredictedLabel", "Nope column 'Probability' not found (Parameter 'schema')")]
    [InlineData("Label", "Score", "Probability", "Nope", "Nope column 'PredictedLabel' not found (Parameter 'schema')")]
    [InlineData("Label", "Label", "Probability", "PredictedLabel",
        "Schema mismatch for score column 'Label': expected Single, got Boolean (Parameter 'schema')")]
    [InlineData("Text", "Score", "Probability", "PredictedLabel",
        "Schema mismatch for label column 'Text': expected Single, Double, Boolean, or a Key with cardinality 2, got String "
            + "(Parameter 'schema')")]
    [InlineData("Label", "Score", "Label", "PredictedLabel",
        "Schema mismatch for probability column 'Label': expected Single, got Boolean (Parameter 'schema')")]
    public void Says_which_column_does_not_fit(string label, string score, string probability, string predictedLabel, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.BinaryClassification.Evaluate(ScoredRows.View(Ml), label, score, probability, predictedLabel));

        Assert.Equal(message, error.Message);
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private static IDataView View(params (bool Label, float Score)[] rows) =>
        Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score, PredictedLabel = row.Score > 0 }));
}
