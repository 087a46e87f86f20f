using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Trainers;

/// <summary>Against scikit-learn's multinomial logistic regression; golden.py prints the numbers.</summary>
public class LbfgsMaximumEntropyTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Finds_scikit_learns_probabilities()
    {
        var scored = Score(l1: 0);
        var rows = Ml.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false).ToArray();

        // The keys are numbered as the classes come: a first, then c, then b.
        Close([0.0198829422, 0.511129938, 0.46898712], InOrder(rows[0].Score, scored.Schema));
        Close([0.914173241, 0.0271072522, 0.0587195063], InOrder(rows[7].Score, scored.Schema));
        Assert.Equal(0.314314664, Ml.MulticlassClassification.Evaluate(scored).LogLoss, 0.001);
    }

    [Fact]
    public void Gives_probabilities_and_predicts_the_largest()
    {
        foreach (var row in Ml.Data.CreateEnumerable<Prediction>(Score(l1: 1), reuseRowObject: false))
        {
            Assert.Equal(1, row.Score.Sum(), 5);
            Assert.Equal((uint)Array.IndexOf(row.Score, row.Score.Max()) + 1, row.PredictedLabel);
        }
    }

    [Fact]
    public void Adds_the_official_columns_and_annotations()
    {
        Assert.Equal(
        [
            "PredictedLabel: Key<UInt32, 0-2> [ScoreColumnKind: String, ScoreValueKind: String, KeyValues: Vector<String, 3>, "
                + "ScoreColumnSetId: Key<UInt32, 0-2147483646>]",
            "Score: Vector<Single, 3> [ScoreColumnKind: String, ScoreColumnSetId: Key<UInt32, 0-2147483646>, ScoreValueKind: String, "
                + "TrainingLabelValues: Vector<String, 3>, SlotNames: Vector<String, 3>]",
        ], SchemaText.Of(Score(l1: 1).Schema, "PredictedLabel", "Score"));
    }

    [Fact]
    public void Names_a_label_that_is_no_key()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class").Fit(TestRows.View(Ml)));

        Assert.Equal("Schema mismatch for label column 'Class': expected Key<UInt32>, got String (Parameter 'labelCol')", error.Message);
    }

    private sealed class Prediction
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }

    private static IDataView Score(float l1)
    {
        var data = Keyed();
        return Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: l1).Fit(data).Transform(data);
    }

    private static IDataView Keyed()
    {
        var data = Ml.Transforms.SelectColumns("Features", "Class").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));
        return Ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(data).Transform(data);
    }

    private static float[] InOrder(float[] scores, DataViewSchema schema)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].GetSlotNames(ref names);
        return names.DenseValues().Zip(scores).OrderBy(pair => pair.First.ToString()).Select(pair => pair.Second).ToArray();
    }

    private static void Close(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 0.002);
    }
}
