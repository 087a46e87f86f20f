using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace MLNetDeep.Orleans;

/// <summary>Runs trials on threads of their own, so that the silo's scheduler stays free. Its silo asks for it every second.</summary>
/// <remarks>
/// A stateless worker lives where it is called and is in no directory. A grain that is in the directory's part on a silo that dies is
/// deactivated, and would give back the trials of a silo that lives.
/// </remarks>
[StatelessWorker(maxLocalWorkers: 1)]
internal sealed partial class StudyWorkerGrain(StudyRegistry studies, ILogger<StudyWorkerGrain> log)
    : Grain, IStudyWorkerGrain, IDisposable
{
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    private string StudyName => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().LastIndexOf('/')];

    public async Task<SiloWork> WorkAsync()
    {
        if (_stop is not null && _work.IsCompletedSuccessfully)
            return SiloWork.Done;
        if (_work.IsCompleted)
        {
            // Not begun yet, or failed: the store may be there again.
            await StopAsync();
            _stop = new CancellationTokenSource();
            var (study, stop) = (studies.Get(StudyName), _stop.Token);
            _work = Task.Factory.StartNew(
                () => study.Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        return SiloWork.Working;
    }

    public async Task StopAsync()
    {
        if (_stop is null)
            return;
        await _stop.CancelAsync();
        try
        {
            await _work;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever it was, the trials are in the store, and the silo has other work.
            LogFailure(log, error, StudyName);
        }
        _stop.Dispose();
        _stop = null;
        _work = Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();

    public void Dispose() => _stop?.Dispose();

    [LoggerMessage(LogLevel.Error, "The work on study '{Study}' failed.")]
    private static partial void LogFailure(ILogger log, Exception error, string study);
}
