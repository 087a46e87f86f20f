namespace MLNetDeep.Training;

/// <summary>Rows that were read, in memory.</summary>
/// <param name="Features">Shape [rows, raw features].</param>
/// <param name="Targets">Shape [rows, targets].</param>
/// <param name="Weights">Shape [rows], or null when all rows count alike.</param>
/// <param name="Groups">Shape [rows]: the group of each row, or null when there are none.</param>
internal sealed record LabeledRows(RawRows Features, TensorTable Targets, float[]? Weights, uint[]? Groups)
{
    /// <summary>Number of rows.</summary>
    public int Count => Features.RowCount;

    /// <summary>These rows with targets that may be encoded without the other fits on the same rows seeing it.</summary>
    public LabeledRows WithOwnTargets() =>
        this with { Targets = new TensorTable(Targets.RowCount, Targets.Width, Targets.Values.ToArray()) };
}
