namespace MLNetDeep.Training;

/// <summary>Tells the observers of one fit, in their order, and disposes of them however it ends.</summary>
internal sealed class FitEvents(IReadOnlyList<TrainingCallback> callbacks, FitContext fit) : IDisposable
{
    private readonly List<TrainingObserver> _observers = [];

    /// <summary>Starts the observers; one that throws leaves none behind.</summary>
    public void FitBegin()
    {
        foreach (TrainingCallback callback in callbacks)
        {
            if (callback.Start(fit) is { } observer)
                _observers.Add(observer);
        }

        _observers.ForEach(observer => observer.OnFitBegin(fit));
    }

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
