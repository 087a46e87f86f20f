using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

public sealed class FoldScoresTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Two_classes_give_the_probability_or_the_score()
    {
        var rows = new[]
        {
            new Binary { Label = true, Score = 1, Probability = 0.7f, PredictedLabel = true },
            new Binary { Score = -2, Probability = 0.1f },
        };
        var scores = ComparisonTask.Binary().ReadScores(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal((1, 2, true), (scores.Width, scores.RowCount, scores.AreProbabilities));
        Assert.Equal([0.7f, 0.1f], scores.Scores.ToArray());
        Assert.Equal([1f, 0], scores.Labels.ToArray());

        var margins = _ml.Transforms.DropColumns("Probability").Fit(_ml.Data.LoadFromEnumerable(rows))
            .Transform(_ml.Data.LoadFromEnumerable(rows));
        scores = ComparisonTask.Binary().ReadScores(margins);
        Assert.False(scores.AreProbabilities);
        Assert.Equal([1f, -2], scores.Scores.ToArray());
        Assert.Equal([1, 1, 1, double.NaN], ComparisonTask.Binary().Evaluate(_ml, margins));
    }

    [Fact]
    public void Several_classes_give_all_scores_and_tell_whether_they_are_probabilities()
    {
        var rows = new[]
        {
            new Multi { Label = 0, Score = [0.2f, 0.5f, 0.3f] }, new Multi { Label = 2, Score = [0, 0, 1] },
            new Multi { Label = 3, Score = [1, 0, 0] },
        };
        var scores = ComparisonTask.Multiclass().ReadScores(View(rows));
        Assert.Equal((3, 3, true), (scores.Width, scores.RowCount, scores.AreProbabilities));
        Assert.Equal([0.2f, 0.5f, 0.3f, 0, 0, 1, 1, 0, 0], scores.Scores.ToArray());
        // What an object has beyond the keys is missing.
        Assert.Equal([0f, 2, -1], scores.Labels.ToArray());
        rows[0].Score[0] = -1;
        Assert.False(ComparisonTask.Multiclass().ReadScores(View(rows)).AreProbabilities);

        IDataView View(Multi[] rows) => _ml.Data.LoadFromEnumerable(rows);
    }

    [Fact]
    public void A_number_comes_with_its_interval_where_there_is_one()
    {
        var rows = new[] { new Number { Label = 2, Score = 3, LowerBound = 1, UpperBound = 5 } };
        var scores = ComparisonTask.Regression().ReadScores(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal((3f, 2f, 1f, 5f), (scores.Scores[0], scores.Labels[0], scores.LowerBounds[0], scores.UpperBounds[0]));
        Assert.Equal([2f, 2], FoldScores.Join([scores, scores]).Labels.ToArray());
        Assert.Equal([5f, 5], FoldScores.Join([scores, scores]).UpperBounds.ToArray());
        var data = _ml.Data.LoadFromEnumerable(rows);
        scores = ComparisonTask.Regression().ReadScores(_ml.Transforms.DropColumns("UpperBound").Fit(data).Transform(data));
        Assert.True(scores.LowerBounds.IsEmpty && scores.UpperBounds.IsEmpty);
    }

    private sealed class Binary
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Multi
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class Number
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public float LowerBound { get; set; }

        public float UpperBound { get; set; }
    }
}
