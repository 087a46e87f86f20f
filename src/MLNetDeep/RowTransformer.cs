using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Persistence;
using MLNetDeep.RowMapping;

namespace MLNetDeep;

/// <summary>A transformer that adds columns, each row's from that row alone, while rows are read.</summary>
/// <remarks>
/// Immutable and safe to share between threads; a cursor or prediction engine belongs to one thread, as always in ML.NET.
/// </remarks>
public abstract partial class RowTransformer : ITransformer
{
    private protected RowTransformer()
    {
    }

    /// <summary>Whether rows are mapped one by one, each from itself alone: always.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns and those that are added.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <returns>The schema of <see cref="Transform"/>'s result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or has another type; the message names
    /// it.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => BindChecked(inputSchema).Output;

    /// <summary>Adds the columns; nothing is computed before rows are read.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or has another type; the message names
    /// it.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, BindChecked(input.Schema));
    }

    /// <summary>Maps single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>A mapper from rows to rows with the columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or has another type; the message names
    /// it.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new FunctionRowMapper(BindChecked(inputSchema));

    /// <summary>The 8 letters by which the transformer's part of a model zip is known.</summary>
    private protected abstract string ModelSignature { get; }

    /// <summary>The name under which the class is registered as loadable.</summary>
    private protected abstract string LoadName { get; }

    /// <summary>Finds the columns that are read and says what is added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    private protected abstract RowFunction Bind(DataViewSchema inputSchema);

    /// <summary>What is saved.</summary>
    private protected abstract ModelParts ToParts();

    private RowFunction BindChecked(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema);
    }
}
