namespace MLNetDeep.AutoML;

/// <summary>Lets trials begin while they fit into memory together. What one takes is guessed: from the rows, then from others.</summary>
internal sealed class MemoryBudget
{
    // A trial holds its rows as floats, encoded, as tensors and in the batches of two networks, or so.
    private const int CopiesOfRows = 4;

    // What a fit takes beside its rows, so that tiny tables do not look as if they took nothing.
    private const long LeastBytes = 32L << 20;

    private readonly long? _budget;
    private readonly long _baseline = Environment.WorkingSet;
    private readonly object _gate = new();
    private long _estimate;
    private int _running;

    public MemoryBudget(StudySession session)
    {
        _budget = session.Options.MemoryBudgetMegabytes * (1L << 20);
        int width = session.Data.Schema.Where(column => !column.IsHidden).Sum(column => ColumnWidth.Of(column.Type));
        _estimate = LeastBytes + (long)session.Folds.Max(fold => fold.TrainRowCount) * width * sizeof(float) * CopiesOfRows;
    }

    /// <summary>Waits for room; one trial always has it.</summary>
    /// <returns>False when the wait was cancelled.</returns>
    public bool Enter(CancellationToken cancellation)
    {
        using CancellationTokenRegistration woken = cancellation.Register(Wake);
        lock (_gate)
        {
            while (!cancellation.IsCancellationRequested && _budget is { } budget && _running > 0 && (_running + 1) * _estimate > budget)
                Monitor.Wait(_gate);
            if (cancellation.IsCancellationRequested)
                return false;
            _running++;
            return true;
        }
    }

    /// <summary>Gives the room back.</summary>
    /// <param name="peakBytes">The most memory of the process while the trial ran; 0 when it did not.</param>
    public void Leave(long peakBytes)
    {
        lock (_gate)
        {
            // Memory that was taken while others ran is shared out among all.
            _estimate = Math.Max(_estimate, (peakBytes - _baseline) / _running);
            _running--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
