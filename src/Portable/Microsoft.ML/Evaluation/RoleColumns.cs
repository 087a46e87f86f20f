namespace Microsoft.ML.Data;

/// <summary>Takes one row; who keeps the value leaves another, or none, in its place.</summary>
internal delegate void RowVisitor<T>(ref T value, float label, float third);

/// <summary>Rows as trainers, calibrators and evaluators read them: columns found by their role, then one pass.</summary>
internal static class RoleColumns
{
    /// <summary>Registers an evaluator and goes without: a context's hosts draw their seeds in order, as officially.</summary>
    public static void Start(IHostEnvironment env, IDataView data, string evaluator)
    {
        env.CheckValue(data, nameof(data));
        env.Register(evaluator);
    }

    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(Contracts.CheckNonEmpty(name, $"{char.ToLowerInvariant(role[0])}{role[1..]}ColumnName"))
        ?? throw Contracts.ExceptParam(nameof(schema), $"{name} column '{role}' not found");

    public static void CheckType(DataViewSchema.Column column, string role, bool fits, string expected)
    {
        if (!fits)
            throw Contracts.ExceptSchemaMismatch("schema", role, column.Name, expected, column.Type.ToString()!);
    }

    /// <summary>Hands over features or score, label and, where there is one, a third number; a missing label is NaN.</summary>
    public static void ForEach<T>(IDataView data, DataViewSchema.Column label, DataViewSchema.Column value, DataViewSchema.Column? third,
        float absent, RowVisitor<T> visit)
    {
        using var cursor = data.GetRowCursor(third is { } needed ? [label, value, needed] : [label, value]);
        var readLabel = ScalarColumn.Reader(cursor, label);
        var getValue = cursor.GetGetter<T>(value);
        var getThird = third is { } column ? cursor.GetGetter<float>(column) : null;
        T current = default!;
        while (cursor.MoveNext())
        {
            getValue(ref current);
            getThird?.Invoke(ref absent);
            visit(ref current, readLabel(), absent);
        }
    }

    /// <summary>The texts of an annotation, or null where there are none of a known number.</summary>
    public static string[]? Names(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { Size: > 0, ItemType: TextDataViewType })
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(kind, ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}
