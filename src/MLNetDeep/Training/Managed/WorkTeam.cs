namespace MLNetDeep.Training.Managed;

/// <summary>Work that is cut into parts which do not touch the same numbers.</summary>
internal interface ITeamWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="thread">Number of the thread, for buffers of its own.</param>
    void Run(int part, int thread);
}

/// <summary>
/// The threads of one fit: the caller, and helpers that sleep between pieces of work. Whoever is free takes the next part, so that a
/// helper whose core is busy elsewhere holds up no more than the part it has begun. Who does a part changes nothing in it.
/// </summary>
internal sealed class WorkTeam : IDisposable
{
    private const int SpinCount = 200; // some microseconds: other fits may need the cores

    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim[] _starts;
    private readonly ManualResetEventSlim _done = new(false, SpinCount);
    private ITeamWork? _work;
    private int _partCount;
    private int _completed;
    private long _ticket; // number of the work, and in the lower half the next part: so that nobody takes a part of other work
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

    /// <summary>Does all parts of some work, and returns when they are done.</summary>
    /// <exception cref="InvalidOperationException">A part failed.</exception>
    public void Run(ITeamWork work, int partCount)
    {
        // No part can be taken until all is said: a helper that is late would count by the new number of parts.
        long number = unchecked((_ticket >> 32) + 1);
        Interlocked.Exchange(ref _ticket, (number << 32) | int.MaxValue);
        (_work, _partCount, _completed) = (work, partCount, 0);
        Volatile.Write(ref _ticket, unchecked(number + 1) << 32);
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        RunParts(thread: 0);
        _done.Wait();
        _done.Reset();
        if (_error is not { } error)
            return;
        _error = null;
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
            RunParts(helper + 1);
        }
    }

    private void RunParts(int thread)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int part = unchecked((int)ticket);
            int partCount = _partCount;
            if (part >= partCount)
                return;
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
                continue;
            try
            {
                _work!.Run(part, thread);
            }
            catch (Exception error) // thrown again by the thread that waits
            {
                _error = error;
            }

            if (Interlocked.Increment(ref _completed) == partCount)
                _done.Set();
        }
    }
}
