using Microsoft.ML;

namespace Portable.Tests.Evaluation;

/// <summary>Against what the official evaluator gave for the same sixty rows, and against hand computation.</summary>
public class RegressionEvaluatorTests
{
    private const double Tight = 1e-7;

    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Gives_the_official_metrics()
    {
        var m = Ml.Regression.Evaluate(ScoredRows.View(Ml), "Target", "Score2");

        Assert.Equal(0.27795587182044984, m.MeanAbsoluteError, Tight);
        Assert.Equal(0.10974534225250704, m.MeanSquaredError, Tight);
        Assert.Equal(0.331278345583449, m.RootMeanSquaredError, Tight);
        Assert.Equal(0.967490914463535, m.RSquared, Tight);
        Assert.Equal(0.10974534221459559, m.LossFunction, Tight);
    }

    [Fact]
    public void Has_no_r_squared_when_all_labels_are_equal() =>
        Assert.Equal(double.NaN, Ml.Regression.Evaluate(View((1, 2), (1, 0))).RSquared);

    [Fact]
    public void Leaves_out_rows_without_label_or_score()
    {
        var m = Ml.Regression.Evaluate(View((1, 2), (3, 3), (float.NaN, 1), (4, float.NaN)));

        Assert.Equal(0.5, m.MeanAbsoluteError);
        Assert.Equal(0.5, m.MeanSquaredError);
        Assert.Equal(0.5, m.RSquared); // squared errors 1, spread of the labels 2
    }

    [Theory]
    [InlineData("Nope", "Score2", "Nope column 'Label' not found (Parameter 'schema')")]
    [InlineData("Target", "Nope", "Nope column 'Score' not found (Parameter 'schema')")]
    [InlineData("Label", "Score2", "Schema mismatch for label column 'Label': expected Single, got Boolean (Parameter 'schema')")]
    [InlineData("Target", "Label", "Schema mismatch for score column 'Label': expected Single, got Boolean (Parameter 'schema')")]
    public void Says_which_column_does_not_fit(string label, string score, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Ml.Regression.Evaluate(ScoredRows.View(Ml), label, score));

        Assert.Equal(message, error.Message);
    }

    private sealed class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }

    private static IDataView View(params (float Label, float Score)[] rows) =>
        Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score }));
}
