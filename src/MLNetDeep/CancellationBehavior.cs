namespace MLNetDeep;

/// <summary>What a fit does when it is cancelled.</summary>
public enum CancellationBehavior
{
    /// <summary>Throws <see cref="OperationCanceledException"/>; nothing is left of the fit.</summary>
    Throw,

    /// <summary>Returns the best so far. Before the first step there is none, and the cancellation is thrown.</summary>
    ReturnBestSoFar,
}
