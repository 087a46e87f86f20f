using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Images.Data;

/// <summary>A column of a table whose rows are known by number.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">The type of its values.</param>
/// <param name="annotations">What else there is to know of it.</param>
internal abstract class RowColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    public DataViewSchema.DetachedColumn Detached { get; } = new(name, type, annotations);

    /// <summary>The <see cref="ValueGetter{TValue}"/> of a cursor; several may be in use at the same time, on several threads.</summary>
    public abstract Delegate CreateGetter(RowWalk walk);
}

/// <summary>A column that computes its values from the row's number.</summary>
internal sealed class RowColumn<TValue>(
    string name, DataViewType type, RowColumn<TValue>.Reader read, DataViewSchema.Annotations? annotations = null)
    : RowColumn(name, type, annotations)
{
    /// <summary>Fills a value, whose buffer may be used again.</summary>
    public delegate void Reader(RowWalk walk, ref TValue value);

    public override Delegate CreateGetter(RowWalk walk) => (ValueGetter<TValue>)((ref TValue value) => read(walk, ref value));
}
