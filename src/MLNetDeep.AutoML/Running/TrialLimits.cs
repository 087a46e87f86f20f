using System.Globalization;

namespace MLNetDeep.AutoML;

/// <summary>Ends one trial that takes too long or too much memory, or whose study ends.</summary>
internal sealed class TrialLimits : IDisposable
{
    private const long Megabyte = 1L << 20;

    private static int _running;

    private readonly StudyOptions _options;
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _study;
    private readonly Timer? _timer;
    private readonly long _startBytes = Environment.WorkingSet;
    private volatile string? _reason;
    private int _mostBeside;

    /// <param name="options">The limits.</param>
    /// <param name="study">Cancelled when the study ends.</param>
    public TrialLimits(StudyOptions options, CancellationToken study)
    {
        (_options, _study) = (options, study);
        _source = CancellationTokenSource.CreateLinkedTokenSource(study);
        Interlocked.Increment(ref _running);
        if (options.MaximumTrialTime is { } time)
            _timer = new Timer(_ => End($"it took longer than {Show(time)}"), null, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the trial has to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The limit that was broken, in words; null for none, and when the study ends.</summary>
    public string? Reason => _study.IsCancellationRequested ? null : _reason;

    /// <summary>Looks at the process's memory.</summary>
    public void CheckMemory(long bytes)
    {
        if (_options.MaximumTrialMegabytes is not { } limit)
            return;
        _mostBeside = Math.Max(_mostBeside, Volatile.Read(ref _running));
        long grown = (bytes - _startBytes) / Megabyte;
        if (grown > (long)limit * Math.Max(1, _mostBeside))
            End(string.Create(CultureInfo.InvariantCulture, $"the process grew by {grown} megabytes, and a trial may take {limit}"));
    }

    public void Dispose()
    {
        _timer?.Dispose();
        Interlocked.Decrement(ref _running);
        _source.Dispose();
    }

    private void End(string reason)
    {
        _reason ??= reason;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The trial ended by itself in this very moment.
        }
    }

    private static string Show(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " seconds";
}
