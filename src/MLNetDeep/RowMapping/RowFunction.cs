using Microsoft.ML;

namespace MLNetDeep.RowMapping;

/// <summary>Columns that are computed for each row from other columns of it, bound to the schema of the data.</summary>
internal sealed class RowFunction
{
    private readonly IReadOnlyList<DataViewSchema.Column> _sources;
    private readonly Func<DataViewRow, RowValues> _open;

    /// <summary>Binds a function.</summary>
    /// <param name="input">The schema of the rows.</param>
    /// <param name="sources">The columns of <paramref name="input"/> that are read.</param>
    /// <param name="outputs">The columns that are added, in order.</param>
    /// <param name="open">Makes what computes them over a row or cursor; it is called when the first of their getters is asked for.</param>
    public RowFunction(
        DataViewSchema input,
        IReadOnlyList<DataViewSchema.Column> sources,
        IEnumerable<DataViewSchema.DetachedColumn> outputs,
        Func<DataViewRow, RowValues> open)
    {
        Input = input;
        _sources = sources;
        _open = open;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(outputs);
        Output = builder.ToSchema();
    }

    public DataViewSchema Input { get; }

    /// <summary>The columns of <see cref="Input"/>, then those that are added; one of a name that is there already hides that.</summary>
    public DataViewSchema Output { get; }

    /// <summary>Whether a column of <see cref="Output"/> is one of those that are added.</summary>
    public bool IsAdded(int column) => column >= Input.Count;

    /// <summary>Makes what computes the added columns over a row.</summary>
    public RowValues Open(DataViewRow row) => _open(row);

    /// <summary>Which columns of <see cref="Output"/> are asked for.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Output.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>The input columns that the active output columns are made from.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = active.AsSpan(0, Input.Count).ToArray();
        if (active.AsSpan(Input.Count).Contains(true))
        {
            foreach (var column in _sources)
                needed[column.Index] = true;
        }
        return Input.Where(column => needed[column.Index]);
    }
}

/// <summary>Computes the added columns of the row that a cursor or a prediction engine stands on; it belongs to that one alone.</summary>
/// <param name="row">The input row; it changes as the cursor moves.</param>
internal abstract class RowValues(DataViewRow row)
{
    private long _position = long.MinValue;

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> of an added column.</summary>
    /// <param name="output">The column's number among those that are added.</param>
    public abstract Delegate CreateGetter(int output);

    /// <summary>The number of the row from 1, for messages.</summary>
    protected long RowNumber => row.Position + 1;

    /// <summary>Whether the row is another one than when last asked: what several columns share is computed anew then.</summary>
    protected bool HasMoved()
    {
        var hasMoved = _position != row.Position;
        _position = row.Position;
        return hasMoved;
    }
}
