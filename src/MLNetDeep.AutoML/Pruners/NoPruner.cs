namespace MLNetDeep.AutoML;

/// <summary>Lets every trial run to its end, as no pruner at all does.</summary>
public sealed record NoPruner : Pruner
{
    /// <inheritdoc/>
    public override string? FindReason(PruningQuestion question) => null;
}
