using Microsoft.ML;

namespace MLNetDeep.Scoring;

/// <summary>A data view with a model's predictions, computed while rows are read.</summary>
internal sealed class ScoredView(IDataView input, ScoredSchema schema, DeepModel model) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => schema.Output;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        return Wrap(input.GetRowCursor(schema.Dependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        return [.. input.GetRowCursorSet(schema.Dependencies(active), n, rand).Select(cursor => Wrap(cursor, active))];
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, bool[] active) =>
        active.AsSpan(schema.Input.Count).Contains(true)
            ? new BlockCursor(schema, cursor, model, active)
            : new PassThroughCursor(schema, cursor, active);
}
