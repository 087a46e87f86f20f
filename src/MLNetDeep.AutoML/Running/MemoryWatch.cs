namespace MLNetDeep.AutoML;

/// <summary>Notes the most memory that the process has while something runs. What runs beside it counts too.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly Timer _timer;
    private readonly Action<long>? _told;
    private readonly Lock _lock = new();

    /// <param name="told">Told of each measurement, in bytes, on a thread of its own; null for nobody.</param>
    public MemoryWatch(Action<long>? told = null)
    {
        _told = told;
        Start = Peak = Environment.WorkingSet;
        _timer = new Timer(_ => Measure(), null, Interval, Interval);
    }

    /// <summary>Bytes at the start.</summary>
    public long Start { get; }

    /// <summary>The most bytes so far.</summary>
    public long Peak { get; private set; }

    public void Dispose()
    {
        _timer.Dispose();
        Measure();
    }

    private void Measure()
    {
        long bytes = Environment.WorkingSet;
        lock (_lock)
            Peak = Math.Max(Peak, bytes);
        _told?.Invoke(bytes);
    }
}
