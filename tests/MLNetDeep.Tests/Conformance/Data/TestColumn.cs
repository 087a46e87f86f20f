using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

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
}

/// <summary>A column of scalars.</summary>
internal sealed class TestColumn<T>(string name, DataViewType type, T[] values, DataViewSchema.Annotations? annotations = null)
    : TestColumn(name, type, annotations)
{
    public override int Count => values.Length;

    public override TestColumn Pick(int[] rows) => new TestColumn<T>(Name, Type, [.. rows.Select(row => values[row])], Annotations);

    public override Delegate Getter(Func<long> position) => (ValueGetter<T>)((ref T value) => value = values[position()]);
}

/// <summary>A column of float vectors of one width.</summary>
internal sealed class VectorColumn(string name, float[][] values, int width)
    : TestColumn(name, new VectorDataViewType(NumberDataViewType.Single, width), null)
{
    public override int Count => values.Length;

    public override TestColumn Pick(int[] rows) => new VectorColumn(Name, [.. rows.Select(row => values[row])], width);

    // A copy: whoever reads may write into the buffer.
    public override Delegate Getter(Func<long> position)
        => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => value = new VBuffer<float>(width, [.. values[position()]]));
}

/// <summary>A column of vectors of several lengths.</summary>
internal sealed class SequenceColumn<T>(
    string name, PrimitiveDataViewType item, T[][] values, DataViewSchema.Annotations? annotations = null)
    : TestColumn(name, new VectorDataViewType(item), annotations)
{
    public override int Count => values.Length;

    public override TestColumn Pick(int[] rows) => new SequenceColumn<T>(Name, item, [.. rows.Select(row => values[row])], Annotations);

    public override Delegate Getter(Func<long> position) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => value = new VBuffer<T>(values[position()].Length, [.. values[position()]]));
}
