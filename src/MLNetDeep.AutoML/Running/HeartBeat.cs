namespace MLNetDeep.AutoML;

/// <summary>Does something again and again on a thread of its own, until it is disposed of.</summary>
internal sealed class HeartBeat : IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;

    /// <param name="beat">What to do.</param>
    /// <param name="interval">How often.</param>
    /// <param name="failed">Told when it throws; it then ends.</param>
    public HeartBeat(Action beat, TimeSpan interval, Action<Exception> failed)
    {
        _thread = new Thread(() => Run(beat, interval, failed)) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Run(Action beat, TimeSpan interval, Action<Exception> failed)
    {
        try
        {
            while (!_ended.Wait(interval))
                beat();
        }
        catch (Exception error)
        {
            failed(error);
        }
    }
}
