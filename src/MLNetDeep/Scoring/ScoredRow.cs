using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep.Scoring;

/// <summary>A row with its predictions, computed when the first of them is read and kept until the row moves on.</summary>
internal sealed class ScoredRow(ScoredSchema schema, DataViewRow input, DeepModel model, bool[] active) : DataViewRow
{
    private RowScores? _scores;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => schema.Output;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        schema.Checked<TValue>(column, active[column.Index], () => schema.IsScore(column.Index)
            ? schema.CreateGetter(column.Index, _scores ??= new RowScores(input, schema.Inputs, model))
            : input.GetGetter<TValue>(schema.Input[column.Index]));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The scores of the current row; no memory is taken per row.</summary>
    private sealed class RowScores(DataViewRow input, BoundInputs inputs, DeepModel model) : ScoreSource
    {
        private readonly FeatureReader _reader = new(input, inputs);
        private readonly float[] _features = new float[model.Network.InputWidth];
        private readonly float[] _values = new float[model.Head.OutputWidth];
        private long _position = long.MinValue;

        public override ReadOnlySpan<float> Current
        {
            get
            {
                if (_position != input.Position)
                {
                    _reader.Read(input.Position + 1, _features);
                    model.Score(_features, 1, _values);
                    _position = input.Position;
                }
                return _values;
            }
        }
    }
}
