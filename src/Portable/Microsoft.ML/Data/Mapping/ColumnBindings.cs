namespace Microsoft.ML.Data;

/// <summary>Where the columns of an output come from: some of an input's, and added ones.</summary>
internal sealed class ColumnBindings
{
    // By output column: the input column's index, or the complement of the added column's.
    private readonly int[] _sources;

    /// <summary>
    /// All columns of the input and those added to it. An added column of a name that is there already stands right behind the
    /// last of that name and hides it; the others come at the end.
    /// </summary>
    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
        : this(input, added, Place(input, added))
    {
    }

    private ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added, int[] sources)
    {
        InputSchema = input;
        _sources = sources;
        AddedColumnIndices = added.Select((_, i) => Array.IndexOf(sources, ~i)).ToArray();
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(sources.Select(s => s >= 0 ? new DataViewSchema.DetachedColumn(input[s]) : added[~s]));
        Schema = sources.SequenceEqual(Enumerable.Range(0, input.Count)) ? input : builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema Schema { get; }

    public int[] AddedColumnIndices { get; }

    /// <summary>Some columns of the input, in the order given.</summary>
    public static ColumnBindings Subset(DataViewSchema input, IEnumerable<int> columns) => new(input, [], [.. columns]);

    public int MapColumnIndex(out bool isInput, int outputIndex)
    {
        var source = _sources[outputIndex];
        isInput = source >= 0;
        return isInput ? source : ~source;
    }

    public Func<int, bool> GetActiveAdded(bool[] activeOutput) => i => activeOutput[AddedColumnIndices[i]];

    /// <summary>The input columns that the active output columns need: those passed on, and those the mapper reads.</summary>
    public IEnumerable<DataViewSchema.Column> GetActiveInput(bool[] activeOutput, IRowMapper? mapper)
    {
        var dependencies = mapper?.GetDependencies(GetActiveAdded(activeOutput)) ?? (_ => false);
        var active = InputSchema.Select(c => dependencies(c.Index)).ToArray();
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i] >= 0)
                active[_sources[i]] |= activeOutput[i];
        }
        return InputSchema.Where(c => active[c.Index]);
    }

    private static int[] Place(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        var sources = Enumerable.Range(0, input.Count).ToList();
        for (var i = 0; i < added.Length; i++)
        {
            var last = sources.FindLastIndex(s => (s >= 0 ? input[s].Name : added[~s].Name) == added[i].Name);
            sources.Insert(last < 0 ? sources.Count : last + 1, ~i);
        }
        return [.. sources];
    }
}
