namespace TorchSharp;

/// <summary>Counts of what this thread's dispose scopes have created, given up and disposed of: how leaks are found.</summary>
public class ThreadDisposeScopeStatistics
{
    /// <summary>Tensors made while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Tensors made inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Tensors of a scope that have been disposed of, by the scope or by hand.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Tensors that have left the scopes alive.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Tensors that open scopes hold now.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount - DetachedFromScopeCount;

    /// <summary>Sets all counts to zero.</summary>
    public void Reset() => CreatedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = DetachedFromScopeCount = 0;
}
