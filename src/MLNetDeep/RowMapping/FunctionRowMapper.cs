using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.RowMapping;

/// <summary>Adds columns to single rows; prediction engines use it.</summary>
internal sealed class FunctionRowMapper(RowFunction function) : IRowToRowMapper
{
    public DataViewSchema InputSchema => function.Input;

    public DataViewSchema OutputSchema => function.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        function.Dependencies(function.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(function, input, function.Active(activeColumns));
    }

    private sealed class Row(RowFunction function, DataViewRow input, bool[] active) : DataViewRow
    {
        private readonly MappedColumns _columns = new(function, input, active);

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => function.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
