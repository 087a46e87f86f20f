using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance.Data;

/// <summary>A column of a <see cref="TestTable"/>, held in memory.</summary>
internal abstract class TestColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    public string Name { get; } = name;

    public DataViewType Type { get; } = type;

    public DataViewSchema.Annotations? Annotations { get; } = annotations;

    public abstract int Count { get; }

    /// <summary>The same column with these rows, in this order.</summary>
    public abstract TestColumn Pick(int[] rows);

    /// <summary>A getter of the row that <paramref name="position"/> tells.</summary>
    public abstract Delegate Getter(Func<long> position);

    /// <summary>A column of float vectors of one width.</summary>
    public static TestColumn Vector(string name, float[][] values, int width)
        => new BufferColumn<float>(name, new VectorDataViewType(NumberDataViewType.Single, width), values);

    /// <summary>A column of vectors of several lengths.</summary>
    public static TestColumn Sequence<T>(
        string name, PrimitiveDataViewType item, T[][] values, DataViewSchema.Annotations? annotations = null)
        => new BufferColumn<T>(name, new VectorDataViewType(item), values, annotations);

    /// <summary>A column of a data view, held in memory.</summary>
    public static TestColumn Copy(IDataView data, DataViewSchema.Column column)
    {
        var isVector = column.Type is VectorDataViewType;
        var item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        var method = isVector ? nameof(CopyVectors) : nameof(CopyScalars);
        return (TestColumn)typeof(TestColumn).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [data, column], null)!;
    }

    private static BufferColumn<T> CopyVectors<T>(IDataView data, DataViewSchema.Column column)
        => new(column.Name, column.Type, Values<VBuffer<T>, T[]>(data, column, value => [.. value.DenseValues()]), column.Annotations);

    private static TestColumn<T> CopyScalars<T>(IDataView data, DataViewSchema.Column column)
        => new(column.Name, column.Type, Values<T, T>(data, column, value => value), column.Annotations);

    private static TKept[] Values<T, TKept>(IDataView data, DataViewSchema.Column column, Func<T, TKept> keep)
    {
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<T>(column);
        List<TKept> values = [];
        T value = default!;
        while (cursor.MoveNext())
        {
            get(ref value);
            values.Add(keep(value));
        }
        return [.. values];
    }
}

/// <summary>A column of scalars.</summary>
internal sealed class TestColumn<T>(string name, DataViewType type, T[] values, DataViewSchema.Annotations? annotations = null)
    : TestColumn(name, type, annotations)
{
    public override int Count => values.Length;

    public override TestColumn Pick(int[] rows) => new TestColumn<T>(Name, Type, [.. rows.Select(row => values[row])], Annotations);

    public override Delegate Getter(Func<long> position) => (ValueGetter<T>)((ref T value) => value = values[position()]);
}

/// <summary>A column of vectors. Each reader gets a copy, for whoever reads may write into the buffer.</summary>
internal sealed class BufferColumn<T>(string name, DataViewType type, T[][] values, DataViewSchema.Annotations? annotations = null)
    : TestColumn(name, type, annotations)
{
    public override int Count => values.Length;

    public override TestColumn Pick(int[] rows) => new BufferColumn<T>(Name, Type, [.. rows.Select(row => values[row])], Annotations);

    public override Delegate Getter(Func<long> position)
        => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => value = new VBuffer<T>(values[position()].Length, [.. values[position()]]));
}
