namespace MLNetDeep.Training;

/// <summary>What one pass over a data view reads.</summary>
/// <param name="Features">Shape [rows, features].</param>
/// <param name="Targets">Shape [rows, targets].</param>
/// <param name="Weights">Shape [rows], or null when all rows count alike.</param>
internal sealed record LabeledRows(TensorTable Features, TensorTable Targets, float[]? Weights)
{
    /// <summary>Number of rows.</summary>
    public int Count => Features.RowCount;

    /// <summary>These rows with targets that may be encoded without the other fits on the same rows seeing it.</summary>
    public LabeledRows WithOwnTargets() =>
        this with { Targets = new TensorTable(Targets.RowCount, Targets.Width, Targets.Values.ToArray()) };

    /// <summary>These rows, then <paramref name="others"/>.</summary>
    public LabeledRows Append(LabeledRows others) => new(
        Join(Features, others.Features), Join(Targets, others.Targets),
        Weights == null || others.Weights == null ? null : [.. Weights, .. others.Weights]);

    private static TensorTable Join(TensorTable first, TensorTable second) =>
        new(first.RowCount + second.RowCount, first.Width, [.. first.Values, .. second.Values]);
}
