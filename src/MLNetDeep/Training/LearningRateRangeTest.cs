namespace MLNetDeep.Training;

/// <summary>Steers one fit through a range of step sizes, and notes its losses.</summary>
internal sealed record LearningRateRangeTest(LearningRateRangeOptions Options) : TrainingCallback
{
    /// <summary>Fewer steps show no curve.</summary>
    private const int FewestSteps = 5;

    private readonly List<double> _rates = [];
    private readonly List<double> _losses = [];
    private bool _diverged;

    /// <summary>What the fit does differently from an ordinary one.</summary>
    public FitSettings Adjust(FitSettings fit) => fit with
    {
        LearningRate = Options.MaximumRate,
        LearningRateSchedule = new RampSchedule(Options.MinimumRate / Options.MaximumRate, Options.StepCount),
        MaximumEpochCount = Options.StepCount, // enough, even when an epoch has one step
        Patience = 0,
        WeightAveraging = null,
    };

    /// <summary>Lets the fit run and returns what was noted.</summary>
    /// <exception cref="TrainingDivergedException">The first steps diverged already.</exception>
    public LearningRateRange Run(Action fit)
    {
        try
        {
            fit();
        }
        catch (RangeEndException)
        {
            // The range is through, and nothing that follows the training of an ordinary fit is wanted.
        }
        catch (TrainingDivergedException) when (_losses.Count >= FewestSteps)
        {
            _diverged = true;
        }

        return new LearningRateRange(_rates, _losses, _diverged);
    }

    public override TrainingObserver Start(FitContext fit) => new Observer(this);

    /// <summary>Takes up a step.</summary>
    /// <exception cref="RangeEndException">It was the last.</exception>
    internal void Note(double rate, double loss)
    {
        double keep = Options.Smoothing;
        double mean = _losses.Count == 0 ? 0 : _losses[^1] * (1 - Math.Pow(keep, _losses.Count)); // without its correction
        double smoothed = (keep * mean + (1 - keep) * loss) / (1 - Math.Pow(keep, _losses.Count + 1));
        _rates.Add(rate);
        _losses.Add(smoothed);
        double lowest = _losses.Min();
        double unit = Math.Max(Math.Abs(lowest), (_losses[0] - lowest) / 10); // a loss near 0 is no measure
        _diverged = _losses.Count >= FewestSteps && smoothed > lowest + (Options.StopFactor - 1) * unit;
        if (_diverged || _losses.Count == Options.StepCount)
            throw new RangeEndException();
    }

    private sealed class Observer(LearningRateRangeTest test) : TrainingObserver
    {
        public override void OnBatchEnd(FitContext fit) => test.Note(fit.LearningRate, fit.BatchLoss);
    }

    /// <summary>From a small share of the largest step size to the whole, each step larger by the same factor.</summary>
    private sealed record RampSchedule(double Start, int Count) : Schedule
    {
        internal override double Factor(in ScheduleTime time) => Math.Pow(Start, 1 - Math.Min((double)time.Step / (Count - 1), 1));
    }

    /// <summary>Leaves a fit at once.</summary>
    private sealed class RangeEndException : Exception;
}
