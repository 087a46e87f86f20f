namespace MLNetDeep.Training;

/// <summary>Watches one fit, on the thread that fits. All methods do nothing unless overridden; what they throw ends the fit.</summary>
public abstract class TrainingObserver : IDisposable
{
    /// <summary>The fit begins, or goes on from a checkpoint (<see cref="FitContext.IsResumed"/>).</summary>
    /// <param name="fit">The fit.</param>
    public virtual void OnFitBegin(FitContext fit)
    {
    }

    /// <summary>An epoch begins; not told again of one that a checkpoint was in the middle of.</summary>
    /// <param name="fit">The fit.</param>
    public virtual void OnEpochBegin(FitContext fit)
    {
    }

    /// <summary>A batch is about to be learned from.</summary>
    /// <param name="fit">The fit.</param>
    public virtual void OnBatchBegin(FitContext fit)
    {
    }

    /// <summary>A batch has been learned from; its loss, gradients and step size can be read.</summary>
    /// <param name="fit">The fit.</param>
    public virtual void OnBatchEnd(FitContext fit)
    {
    }

    /// <summary>An epoch has ended and has been measured.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="report">The epoch, with what was recorded until now.</param>
    public virtual void OnEpochEnd(FitContext fit, EpochReport report)
    {
    }

    /// <summary>The fit has ended well; not told when it is cancelled or fails.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="history">Its course.</param>
    public virtual void OnFitEnd(FitContext fit, TrainingHistory history)
    {
    }

    /// <summary>What a checkpoint has to hold so that this observer can go on with the same bits.</summary>
    /// <returns>Text of any form; null when there is nothing.</returns>
    public virtual string? SaveState() => null;

    /// <summary>Goes on from a checkpoint; told before <see cref="OnFitBegin"/>.</summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    public virtual void RestoreState(string state)
    {
    }

    /// <summary>Lets go of what is held; called once, however the fit ends.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Told when no further batch will be run, while the state is still that after the last one.</summary>
    internal virtual void OnStopping(FitContext fit)
    {
    }

    /// <summary>Lets go of files and the like.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
