namespace Microsoft.ML.Data;

/// <summary>The columns of a data view that members of a row class take, and the filling of objects from a row.</summary>
internal sealed class RowSink<TRow>
    where TRow : class
{
    private readonly List<(RowMember Member, DataViewSchema.Column Column)> _bound = [];

    public RowSink(IExceptionContext? ectx, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition? definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write);
        foreach (var defined in definition)
        {
            var member = RowMember.Get(typeof(TRow), defined.MemberName);
            if (schema.GetColumnOrNull(defined.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw ectx.ExceptSchemaMismatch("Schema", "", defined.ColumnName);
            }
            if (!member.Fits(column.Type))
            {
                throw ectx.Except(
                    $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{member.Name}' " +
                    $"of type '{member.Type.FullName}'.");
            }
            _bound.Add((member, column));
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => _bound.Select(b => b.Column).DistinctBy(c => c.Index);

    public Action<TRow> MakeFiller(DataViewRow row)
    {
        var fillers = _bound.Select(b => MakeFiller(row, b.Member, b.Column)).ToArray();
        return target =>
        {
            foreach (var fill in fillers)
                fill(target);
        };
    }

    private static Action<TRow> MakeFiller(DataViewRow row, RowMember member, DataViewSchema.Column column) =>
        member.IsBuffer ? Utils.MarshalInvoke(FillBuffer<int>, member.ItemType, row, member, column)
        : member.IsVector ? Utils.MarshalInvoke(FillArray<int>, member.ItemType, row, member, column)
        : Utils.MarshalInvoke(FillScalar<int>, member.ItemType, row, member, column);

    private static Action<TRow> FillScalar<T>(DataViewRow row, RowMember member, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        var write = member.MakeWriter<TRow, T>();
        T value = default!;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> FillArray<T>(DataViewRow row, RowMember member, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var read = member.MakeReader<TRow, T[]?>();
        var write = member.MakeWriter<TRow, T[]?>();
        VBuffer<T> value = default;
        return target =>
        {
            getter(ref value);
            // An object that is used again keeps its array where the length still fits; no array will do for no values.
            var array = read(target);
            if ((array?.Length ?? 0) != value.Length || (array is null && !value.IsDense))
                array = new T[value.Length];
            value.CopyTo(array);
            write(target, array);
        };
    }

    private static Action<TRow> FillBuffer<T>(DataViewRow row, RowMember member, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var read = member.MakeReader<TRow, VBuffer<T>>();
        var write = member.MakeWriter<TRow, VBuffer<T>>();
        return target =>
        {
            var value = read(target);
            getter(ref value);
            write(target, value);
        };
    }
}
