namespace Microsoft.ML.Data;

/// <summary>
/// The columns of an input and those added to it. An added column of a name that is there already stands right behind the
/// last of that name and hides it; the others come at the end.
/// </summary>
internal sealed class ColumnBindings
{
    // By output column: the input column's index, or the complement of the added column's.
    private readonly int[] _sources;

    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        InputSchema = input;
        var sources = Enumerable.Range(0, input.Count).ToList();
        string NameOf(int source) => source >= 0 ? input[source].Name : added[~source].Name;
        for (var i = 0; i < added.Length; i++)
        {
            var name = added[i].Name;
            var last = sources.FindLastIndex(s => NameOf(s) == name);
            sources.Insert(last < 0 ? sources.Count : last + 1, ~i);
        }
        _sources = sources.ToArray();
        AddedColumnIndices = new int[added.Length];
        var builder = new DataViewSchema.Builder();
        for (var i = 0; i < _sources.Length; i++)
        {
            var source = _sources[i];
            if (source < 0)
                AddedColumnIndices[~source] = i;
            var column = source >= 0 ? new DataViewSchema.DetachedColumn(input[source]) : added[~source];
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema Schema { get; }

    public int[] AddedColumnIndices { get; }

    public int MapColumnIndex(out bool isInput, int outputIndex)
    {
        var source = _sources[outputIndex];
        isInput = source >= 0;
        return isInput ? source : ~source;
    }

    public Func<int, bool> GetActiveAdded(bool[] activeOutput) => i => activeOutput[AddedColumnIndices[i]];

    /// <summary>Which input columns the active output columns need: those passed on, and those the mapper reads.</summary>
    public bool[] GetActiveInput(bool[] activeOutput, IRowMapper mapper)
    {
        var dependencies = mapper.GetDependencies(GetActiveAdded(activeOutput));
        var active = new bool[InputSchema.Count];
        for (var i = 0; i < active.Length; i++)
            active[i] = dependencies(i);
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i] >= 0 && activeOutput[i])
                active[_sources[i]] = true;
        }
        return active;
    }
}
