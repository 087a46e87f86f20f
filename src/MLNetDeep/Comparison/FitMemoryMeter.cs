namespace MLNetDeep.Comparison;

/// <summary>Looks at the memory of the process every few milliseconds while something is fitted.</summary>
internal sealed class FitMemoryMeter : IDisposable
{
    // The highest mark that the system keeps cannot be set back without rights, so that it is no measure of the second fit.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly long _allocatedBefore;
    private readonly long _residentBefore;
    private long _peak;

    /// <summary>Collects garbage, so that it does not count, and begins to look.</summary>
    public FitMemoryMeter()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        _residentBefore = _peak = Environment.WorkingSet;
        _thread = new Thread(Watch) { IsBackground = true, Name = "memory of a fit" };
        _thread.Start();
    }

    /// <summary>Ends looking.</summary>
    public FitMemory Stop()
    {
        _end.Set();
        _thread.Join();
        Look();
        return new FitMemory(_peak, _peak - _residentBefore, GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore);
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        while (!_end.Wait(Interval))
            Look();
    }

    private void Look() => _peak = Math.Max(_peak, Environment.WorkingSet);
}
