using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Scoring;

/// <summary>Blocks of rows must be invisible: the same values, in the same rows, as one row at a time.</summary>
public sealed class ScoredViewTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void RowsKeepTheirOwnColumnsAcrossBlocks()
    {
        var rows = Tables.Rows(700);
        var data = Tables.View(_ml, rows);
        var scored = Fit().Transform(data);
        Assert.Equal(rows.Select(row => row.Value), scored.Column<float>("Value"));
        Assert.Equal(rows.Select(row => row.Kind), scored.Column<string>("Kind"));
        Assert.Equal(rows.Select(row => row.Features), scored.Column<float[]>("Features"));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var position = 0L;
        var value = 0f;
        var getValue = cursor.GetGetter<float>(scored.Schema["Value"]);
        var score = 0f;
        var getScore = cursor.GetGetter<float>(scored.Schema["Score"]);
        var engine = Engine();
        while (cursor.MoveNext())
        {
            Assert.Equal(position, cursor.Position);
            getValue(ref value);
            getScore(ref score);
            Assert.Equal(rows[position].Value, value);
            Assert.Equal(engine.Predict(rows[position]).Score, score, 1e-5f);
            position++;
        }
        Assert.Equal(rows.Length, position);
    }

    [Fact]
    public void APredictionEngineAgreesWithTheView()
    {
        var rows = Tables.Rows(50, missing: 0.2);
        var scores = Fit().Transform(Tables.View(_ml, rows)).Column<float>("Score");
        var engine = Engine();
        for (var index = 0; index < rows.Length; index++)
        {
            var prediction = engine.Predict(rows[index]);
            Assert.Equal(scores[index], prediction.Score, 1e-5f);
            Assert.Equal(prediction.Score > 0, prediction.PredictedLabel);
            Assert.Equal(1 / (1 + MathF.Exp(-prediction.Score)), prediction.Probability, 1e-6f);
        }
    }

    [Fact]
    public void ACursorStandsOnNoRowBeforeItsFirstAndAfterItsLast()
    {
        var scored = Fit().Transform(Tables.View(_ml, Tables.Rows(20)));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getScore = cursor.GetGetter<float>(scored.Schema["Score"]);
        var getValue = cursor.GetGetter<float>(scored.Schema["Value"]);
        AssertOnNoRow();
        while (cursor.MoveNext())
            Assert.InRange(cursor.Position, 0, 19);
        AssertOnNoRow();
        Assert.False(cursor.MoveNext());
        AssertOnNoRow();

        void AssertOnNoRow()
        {
            var value = 0f;
            Assert.Equal(-1, cursor.Position);
            Assert.Equal(
                "The cursor stands on no row: values can be read only after MoveNext returned true.",
                Assert.Throws<InvalidOperationException>(() => getScore(ref value)).Message);
            Assert.Throws<InvalidOperationException>(() => getValue(ref value));
        }
    }

    [Fact]
    public void APreviewReadsFewRows()
    {
        var read = 0;
        var scored = Fit().Transform(_ml.Data.LoadFromEnumerable(Count(Tables.Rows(5000))));
        Assert.Equal(3, scored.Preview(3).RowView.Length);
        Assert.InRange(read, 3, 64);

        IEnumerable<Tables.Row> Count(Tables.Row[] rows)
        {
            foreach (var row in rows)
            {
                read++;
                yield return row;
            }
        }
    }

    [Fact]
    public void AnInactiveColumnIsRefused()
    {
        var scored = Fit().Transform(Tables.View(_ml));
        using var cursor = scored.GetRowCursor([scored.Schema["Value"]]);
        Assert.Equal(
            "Column 'Score' was not asked for when the cursor was made.",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Score"])).Message);
    }

    [Fact]
    public void AWrongTypeIsRefused()
    {
        var scored = Fit().Transform(Tables.View(_ml));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.Equal(
            "Column 'Score' is Single, which Double does not hold.",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(scored.Schema["Score"])).Message);
    }

    [Fact]
    public void TwoModelsInOnePipelineKeepTheirScoreSetsApart()
    {
        var data = Tables.View(_ml);
        var twice = Fit().Transform(Fit().Transform(data));
        var sets = twice.Schema.Where(column => column.Name == "Score").Select(SetId).ToArray();
        Assert.Equal([1u, 2u], sets);

        static uint SetId(DataViewSchema.Column column)
        {
            uint id = 0;
            column.Annotations.GetValue("ScoreColumnSetId", ref id);
            return id;
        }
    }

    private DeepPredictionTransformer Fit() =>
        _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml, Tables.Rows(missing: 0.1)));

    private PredictionEngine<Tables.Row, Prediction> Engine() => _ml.Model.CreatePredictionEngine<Tables.Row, Prediction>(Fit());

    private sealed class Prediction
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }
}
