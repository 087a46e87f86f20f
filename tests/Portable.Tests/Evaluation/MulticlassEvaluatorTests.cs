using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Evaluation;

/// <summary>Against hand computation.</summary>
public class MulticlassEvaluatorTests
{
    private static readonly MLContext Ml = new(seed: 1);

    // Ranks of the right class: 0, 1, 0, 2; class 2 is met once, class 1 once, class 0 twice.
    private static readonly Row[] Rows =
    [
        new() { Label = 0, Score = [0.7f, 0.2f, 0.1f] },
        new() { Label = 0, Score = [0.3f, 0.6f, 0.1f] },
        new() { Label = 1, Score = [0.1f, 0.5f, 0.4f] },
        new() { Label = 2, Score = [0.5f, 0.25f, 0.25f] },
    ];

    [Fact]
    public void Computes_accuracies_and_losses()
    {
        var m = Evaluate(Rows, topK: 2);

        Assert.Equal(0.5, m.MicroAccuracy);
        Assert.Equal((0.5 + 1 + 0) / 3, m.MacroAccuracy, 12);
        double[] losses = [(-Math.Log(0.7) - Math.Log(0.3)) / 2, -Math.Log(0.5), -Math.Log(0.25)];
        var logLoss = (2 * losses[0] + losses[1] + losses[2]) / 4;
        var entropy = -(0.5 * Math.Log(0.5) + 2 * 0.25 * Math.Log(0.25));
        Assert.Equal(logLoss, m.LogLoss, 6);
        Assert.Equal((entropy - logLoss) / entropy, m.LogLossReduction, 6);
        for (var i = 0; i < 3; i++)
            Assert.Equal(losses[i], m.PerClassLogLoss[i], 6);
        Assert.Equal(2, m.TopKPredictionCount);
        Assert.Equal([0.5, 0.75], m.TopKAccuracyForAllK);
        Assert.Equal(0.75, m.TopKAccuracy);
    }

    [Fact]
    public void Gives_no_top_k_unless_asked()
    {
        var m = Evaluate(Rows);

        Assert.Equal(0, m.TopKPredictionCount);
        Assert.Equal(0, m.TopKAccuracy);
        Assert.Null(m.TopKAccuracyForAllK);
    }

    [Fact]
    public void Prints_the_confusion_table()
    {
        var table = Evaluate(Rows).ConfusionMatrix;

        const string Expected = """

            Confusion table
                      ||========================
            PREDICTED ||     0 |     1 |     2 | Recall
            TRUTH     ||========================
                    0 ||     1 |     1 |     0 | 0.5000
                    1 ||     0 |     1 |     0 | 1.0000
                    2 ||     1 |     0 |     0 | 0.0000
                      ||========================
            Precision ||0.5000 |0.5000 |0.0000 |

            """;
        Assert.Equal(Expected.ReplaceLineEndings(), table.GetFormattedConfusionTable());
        Assert.Equal([1.0, 1, 0], table.Counts[0]);
    }

    [Fact]
    public void Counts_a_label_never_trained_on_as_an_error_with_the_largest_loss()
    {
        var m = Evaluate([.. Rows, new Row { Label = 3, Score = [0.5f, 0.3f, 0.2f] }]);

        Assert.Equal(2 / 5.0, m.MicroAccuracy);
        Assert.Equal((4 * Evaluate(Rows).LogLoss - Math.Log(1e-15f)) / 5, m.LogLoss, 6);
        Assert.Equal(4, m.ConfusionMatrix.Counts.Sum(row => row.Sum()));
    }

    [Fact]
    public void Leaves_out_rows_without_label_or_score()
    {
        var m = Evaluate([.. Rows, new Row { Label = float.NaN, Score = [1, 0, 0] }, new Row { Label = -1, Score = [1, 0, 0] },
            new Row { Label = 0, Score = [float.NaN, 0, 0] }]);

        Assert.Equal(0.5, m.MicroAccuracy);
    }

    [Theory]
    [InlineData("Nope", "Score", "Nope column 'Label' not found (Parameter 'schema')")]
    [InlineData("Label", "Nope", "Nope column 'Score' not found (Parameter 'schema')")]
    [InlineData("Label", "Label",
        "Schema mismatch for score column 'Label': expected vector of two or more items of type Single, got Single (Parameter 'schema')")]
    [InlineData("Score", "Score",
        "Schema mismatch for label column 'Score': expected Single or Key, got Vector<Single, 3> (Parameter 'schema')")]
    public void Says_which_column_does_not_fit(string label, string score, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.MulticlassClassification.Evaluate(Ml.Data.LoadFromEnumerable(Rows), label, score));

        Assert.Equal(message, error.Message);
    }

    private sealed class Row
    {
        public float Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        public float PredictedLabel { get; set; }
    }

    private static MulticlassClassificationMetrics Evaluate(Row[] rows, int topK = 0) =>
        Ml.MulticlassClassification.Evaluate(Ml.Data.LoadFromEnumerable(rows), topKPredictionCount: topK);
}
