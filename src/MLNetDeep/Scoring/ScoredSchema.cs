using Microsoft.ML;
using MLNetDeep.Tasks;

namespace MLNetDeep.Scoring;

/// <summary>An input schema with a model's output columns behind it.</summary>
internal sealed class ScoredSchema
{
    private readonly TaskHead _head;

    public ScoredSchema(DataViewSchema input, BoundInputs inputs, TaskHead head)
    {
        Input = input;
        Inputs = inputs;
        _head = head;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        var setId = ScoreAnnotations.NextSetId(input);
        foreach (var column in head.OutputColumns)
            builder.AddColumn(column.Name, column.Type, column.Annotate(setId));
        Output = builder.ToSchema();
    }

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    /// <summary>The input columns that the model reads.</summary>
    public BoundInputs Inputs { get; }

    /// <summary>Whether a column of <see cref="Output"/> is one that the model adds.</summary>
    public bool IsScore(int column) => column >= Input.Count;

    /// <summary>Makes the getter of a column that the model adds.</summary>
    public Delegate CreateGetter(int column, ScoreSource scores) => _head.OutputColumns[column - Input.Count].CreateGetter(scores);

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
            foreach (var column in Inputs.All)
                needed[column.Index] = true;
        }
        return Input.Where(column => needed[column.Index]);
    }

    /// <summary>Checks a request for a getter and returns the getter in its type.</summary>
    /// <exception cref="InvalidOperationException">The column was not asked for, or has another type.</exception>
    public ValueGetter<TValue> Checked<TValue>(DataViewSchema.Column column, bool isActive, Func<Delegate> getter)
    {
        if (!isActive)
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
        return getter() as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is {Output[column.Index].Type}, which {typeof(TValue).Name} does not hold.");
    }
}
