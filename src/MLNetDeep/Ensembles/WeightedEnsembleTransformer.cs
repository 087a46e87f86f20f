using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Ensembles;
using MLNetDeep.RowMapping;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Adds the weighted average of what several models predict to data; the columns are those of any trainer of the task.</summary>
/// <remarks>
/// Immutable and safe to share between threads; a cursor or prediction engine belongs to one thread, as always in ML.NET.
/// </remarks>
public sealed partial class WeightedEnsembleTransformer : ITransformer
{
    internal WeightedEnsembleTransformer(TaskHead head, IReadOnlyList<WeightedEnsembleMember> members)
    {
        Head = head;
        Members = members;
    }

    internal TaskHead Head { get; }

    /// <summary>The members with their weights.</summary>
    public IReadOnlyList<WeightedEnsembleMember> Members { get; }

    /// <summary>The kind of problem: <c>binary</c>, <c>multiclass</c> or <c>regression</c>.</summary>
    public string Task => Head.Task.Name;

    /// <summary>Whether rows are scored one by one, each from itself alone: always.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns and the predictions.</summary>
    /// <param name="inputSchema">The schema of the data to score.</param>
    /// <returns>The schema of <see cref="Transform"/>'s result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that a member reads is missing or has another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <summary>Adds the predictions; nothing is computed before rows are read.</summary>
    /// <param name="input">The data to score.</param>
    /// <returns>The data with the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that a member reads is missing or has another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, Bind(input.Schema));
    }

    /// <summary>Scores single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows to score.</param>
    /// <returns>A mapper from rows to scored rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that a member reads is missing or has another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new FunctionRowMapper(Bind(inputSchema));

    private RowFunction Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        List<EnsembleModel> models = [];
        foreach (var member in Members)
        {
            foreach (var model in member.Models)
            {
                var mapper = model.GetRowToRowMapper(inputSchema);
                models.Add(new(mapper, MemberColumn.Find(mapper.OutputSchema, Head, member.Name), member.Weight / member.Models.Count));
            }
        }
        return EnsembleValues.Bind(inputSchema, Head, models);
    }
}
