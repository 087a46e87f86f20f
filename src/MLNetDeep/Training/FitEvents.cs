namespace MLNetDeep.Training;

/// <summary>Tells the observers of one fit, in their order, and disposes of them however it ends.</summary>
internal sealed class FitEvents(IReadOnlyList<TrainingCallback> callbacks, FitContext fit) : IDisposable
{
    private readonly List<TrainingObserver> _observers = [];
    private readonly List<string> _names = []; // of the callbacks that started them

    /// <summary>Starts the observers; one that throws leaves none behind.</summary>
    /// <param name="saved">What a checkpoint holds for them.</param>
    /// <exception cref="InvalidOperationException">The checkpoint holds something for a callback that this fit lacks.</exception>
    public void FitBegin(IReadOnlyList<ObserverState> saved)
    {
        foreach (TrainingCallback callback in callbacks)
        {
            if (callback.Start(fit) is not { } observer)
                continue;
            _observers.Add(observer);
            _names.Add(callback.GetType().FullName!);
        }

        Restore(saved);
        _observers.ForEach(observer => observer.OnFitBegin(fit));
    }

    /// <summary>What the observers ask to be kept in a checkpoint.</summary>
    public IReadOnlyList<ObserverState> SaveStates() =>
    [
        .. _observers.Zip(_names, (observer, name) => (Name: name, State: observer.SaveState()))
            .Where(pair => pair.State is not null).Select(pair => new ObserverState(pair.Name, pair.State!)),
    ];

    public void EpochBegin()
    {
        foreach (TrainingObserver observer in _observers)
            observer.OnEpochBegin(fit);
    }

    public void BatchBegin()
    {
        foreach (TrainingObserver observer in _observers)
            observer.OnBatchBegin(fit);
    }

    public void BatchEnd()
    {
        foreach (TrainingObserver observer in _observers)
            observer.OnBatchEnd(fit);
    }

    public void EpochEnd(Func<EpochReport> report)
    {
        foreach (TrainingObserver observer in _observers)
            observer.OnEpochEnd(fit, report());
    }

    public void Stopping() => _observers.ForEach(observer => observer.OnStopping(fit));

    public void FitEnd(TrainingHistory history) => _observers.ForEach(observer => observer.OnFitEnd(fit, history));

    /// <summary>Gives each state to the first observer of its kind that has none yet.</summary>
    private void Restore(IReadOnlyList<ObserverState> saved)
    {
        var free = Enumerable.Range(0, _observers.Count).ToList();
        foreach (ObserverState state in saved)
        {
            int found = free.FindIndex(i => _names[i] == state.Callback);
            if (found < 0)
                throw new InvalidOperationException($"The checkpoint goes on only with a callback {state.Callback}, which this fit lacks.");
            _observers[free[found]].RestoreState(state.State);
            free.RemoveAt(found);
        }
    }

    public void Dispose()
    {
        if (_observers.Count == 0)
            return;
        TrainingObserver last = _observers[^1];
        _observers.RemoveAt(_observers.Count - 1);
        try
        {
            last.Dispose();
        }
        finally
        {
            Dispose(); // the others, even when one throws
        }
    }
}
