namespace Microsoft.ML.Data;

/// <summary>A view of another's rows; unless a derived class says otherwise, with the same columns, in order and on one thread.</summary>
internal abstract class DerivedView(IDataView source) : IDataView
{
    public virtual DataViewSchema Schema => source.Schema;

    public virtual bool CanShuffle => false;

    protected IDataView Source => source;

    public virtual long? GetRowCount() => source.GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
