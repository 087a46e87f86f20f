using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MLNetDeep.Orleans;

/// <summary>
/// Asks, on every silo, whether its studies are to be worked on, and keeps the silo's own worker grains to it. Silos that come later, or
/// come back, begin by themselves.
/// </summary>
internal sealed partial class StudySiloService(
    StudyRegistry studies, IGrainFactory grains, ILocalSiloDetails silo, ILogger<StudySiloService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SiloWork> _work = studies.Names.ToDictionary(name => name, _ => SiloWork.None);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var name in studies.Names)
                    await AttendAsync(name);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; its grains end their work when they are deactivated.
        }
    }

    private async Task AttendAsync(string name)
    {
        var address = silo.SiloAddress.ToString();
        var worker = grains.GetGrain<IStudyWorkerGrain>($"{name}/{address}");
        try
        {
            if (await grains.GetGrain<IStudyGrain>(name).AttendAsync(address, _work[name]))
            {
                _work[name] = await worker.WorkAsync();
            }
            else if (_work[name] != SiloWork.None)
            {
                await worker.StopAsync();
                _work[name] = SiloWork.None;
            }
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // A silo has just died, and the cluster has not found out yet: in a second it may have. Work that runs goes on.
            LogSilence(log, error, name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cluster does not answer for study '{Study}'; asking again.")]
    private static partial void LogSilence(ILogger log, Exception error, string study);
}
