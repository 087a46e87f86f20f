using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace MLNetDeep.Orleans;

/// <summary>Runs trials on threads of their own, so that the silo's scheduler stays free. Its silo asks for it every second.</summary>
[PreferLocalPlacement]
internal sealed class StudyWorkerGrain(StudyRegistry studies, ILogger<StudyWorkerGrain> log) : Grain, IStudyWorkerGrain
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
            log.LogError(error, "The work on study '{Study}' failed.", StudyName);
        }
        _stop.Dispose();
        _stop = null;
        _work = Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();
}
