namespace Microsoft.ML.Data;

/// <summary>
/// A transformer's columns, bound to one input schema: which it adds, what each needs, and getters for them over a row.
/// Indices of outputs are those of <see cref="GetOutputColumns"/>, indices of inputs those of the input schema.
/// </summary>
internal interface IRowMapper
{
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>One getter an active output, null for the others; <paramref name="disposer"/> frees what they hold.</summary>
    Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer);
}
