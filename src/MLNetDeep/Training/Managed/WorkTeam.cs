namespace MLNetDeep.Training.Managed;

/// <summary>Work that is cut into parts which do not touch the same numbers.</summary>
internal interface ITeamWork
{
    /// <summary>Does one part.</summary>
    void Run(int part, int partCount);
}

/// <summary>
/// The threads of one fit: the caller, and helpers that sleep between pieces of work. How work is cut depends on their number alone, so
/// that results do too. Helpers wait actively for some microseconds only, since other fits may need the cores.
/// </summary>
internal sealed class WorkTeam : IDisposable
{
    private const int SpinCount = 200;

    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim[] _starts;
    private readonly ManualResetEventSlim _done = new(false, SpinCount);
    private ITeamWork? _work;
    private int _running;
    private volatile Exception? _error;
    private volatile bool _isDisposed;

    /// <param name="count">Threads, the caller's included; at least 1.</param>
    public WorkTeam(int count)
    {
        Count = count;
        _starts = new ManualResetEventSlim[count - 1];
        _threads = new Thread[count - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int helper = i;
            _starts[i] = new ManualResetEventSlim(false, SpinCount);
            _threads[i] = new Thread(() => Help(helper)) { IsBackground = true, Name = "MLNetDeep training" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads.</summary>
    public int Count { get; }

    /// <summary>Does work in as many parts as there are threads, and returns when all are done.</summary>
    public void Run(ITeamWork work)
    {
        _work = work;
        Volatile.Write(ref _running, _starts.Length);
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        try
        {
            work.Run(0, Count);
        }
        finally
        {
            if (_starts.Length > 0)
            {
                _done.Wait();
                _done.Reset();
            }
        }

        if (_error is { } error)
            throw new InvalidOperationException("A part of a training step failed.", error);
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        foreach (Thread thread in _threads)
            thread.Join();
        foreach (ManualResetEventSlim start in _starts)
            start.Dispose();
        _done.Dispose();
    }

    private void Help(int helper)
    {
        while (true)
        {
            _starts[helper].Wait();
            _starts[helper].Reset();
            if (_isDisposed)
                return;
            try
            {
                _work!.Run(helper + 1, Count);
            }
            catch (Exception error) // thrown again by the thread that waits
            {
                _error = error;
            }

            if (Interlocked.Decrement(ref _running) == 0)
                _done.Set();
        }
    }
}
