using MLNetDeep.AutoML;

namespace MLNetDeep.Orleans;

/// <inheritdoc cref="IStudyGrain"/>
internal sealed class StudyGrain(StudyRegistry studies, TimeProvider time) : Grain, IStudyGrain
{
    // Silos tell every second; one that is silent for so long is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (SiloWork Work, DateTimeOffset At)> _silos = new(StringComparer.Ordinal);
    private bool? _isStarted; // null until somebody tells: an earlier activation may have died

    private string Name => this.GetPrimaryKeyString();

    public async Task StartAsync()
    {
        var options = studies.Get(Name).Options;
        // Whoever starts the study hears of wrong folds and of a store that cannot be used; the silos find it made.
        await Task.Run(() => StudySession.Open(options).Dispose());
        _isStarted = true;
    }

    public Task StopAsync()
    {
        _isStarted = false;
        return Task.CompletedTask;
    }

    public Task<bool> AttendAsync(string silo, SiloWork work)
    {
        if (work != SiloWork.None)
            _isStarted ??= true;
        _silos[silo] = (work, time.GetUtcNow());
        return Task.FromResult(_isStarted == true);
    }

    public async Task<StudyStatus> GetStatusAsync()
    {
        var now = time.GetUtcNow();
        var silos = _silos.Where(pair => now - pair.Value.At < Silence)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value.Work);
        if (_isStarted is null)
            return new StudyStatus { Silos = silos };
        var options = studies.Get(Name).Options;
        // A store may take its time; the grain's other callers need not wait for it on the silo's scheduler.
        var (definition, trials) = await Task.Run(() => Read(options));
        int Count(TrialState state) => trials.Count(trial => trial.State == state);
        var best = new TrialOrder(definition).FindBest(trials);
        return new StudyStatus
        {
            IsStarted = _isStarted.Value,
            IsDone = silos.ContainsValue(SiloWork.Done) && Count(TrialState.Running) == 0,
            CompletedCount = Count(TrialState.Completed),
            PrunedCount = Count(TrialState.Pruned),
            FailedCount = Count(TrialState.Failed),
            RunningCount = Count(TrialState.Running),
            BestScore = best?.Score,
            BestTrial = best?.Number,
            Silos = silos,
        };
    }

    private static (StudyDefinition Definition, IReadOnlyList<Trial> Trials) Read(StudyOptions options)
    {
        using var store = StudyStorage.OpenToRead(options.Storage!, options.Name);
        return (store.Definition, store.ReadTrials());
    }
}
