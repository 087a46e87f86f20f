namespace MLNetDeep.Training;

/// <summary>
/// What whoever runs many fits lays on all of them, whoever made their trainers: while a scope is entered, every deep trainer that is
/// fitted on this flow of control, and on those that it starts, obeys it. Trials of a study run in one each.
/// </summary>
internal sealed class FitScope : IDisposable
{
    private static readonly AsyncLocal<FitScope?> Flow = new();
    private FitScope? _outer;
    private int _fitCount;

    /// <summary>The scope that is entered; null outside of any.</summary>
    public static FitScope? Current => Flow.Value;

    /// <summary>Where the random numbers of fits start whose options have no seed; each fit in turn has others.</summary>
    public required int Seed { get; init; }

    /// <summary>libtorch's threads, whatever the options say: bits depend on them.</summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>Ends fits with an exception, whatever the options want of a cancelled fit.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The most epochs of a fit; null for what its options say.</summary>
    public int? MaximumEpochCount { get; init; }

    /// <summary>
    /// The epoch after which the first fit ends, on all its rows and with schedules as long as ever; null to let it choose its best epoch.
    /// A fit whose options need rows held out, as calibration does, takes no notice.
    /// </summary>
    public int? FinalEpoch { get; init; }

    /// <summary>Whether finished fits are examined; it costs up to a second each.</summary>
    public bool Diagnoses { get; init; }

    /// <summary>Told of each epoch, on the thread that fits; what it throws ends the fit.</summary>
    public Action<ScopedEpoch>? OnEpoch { get; init; }

    /// <summary>Told of each fit that came to its end.</summary>
    public Action<int, TrainingHistory>? OnFitEnd { get; init; }

    /// <summary>The rows that the fits begin with, and those to measure each epoch by; null to measure none.</summary>
    public MonitoredView? Rows { get; init; }

    /// <summary>Makes this the current scope until it is disposed of, on the flow that calls.</summary>
    public FitScope Enter()
    {
        _outer = Flow.Value;
        Flow.Value = this;
        return this;
    }

    /// <summary>Leaves the scope.</summary>
    public void Dispose() => Flow.Value = _outer;

    /// <summary>Begins a fit; null outside of any scope.</summary>
    public static ScopedFit? BeginFit() =>
        Current is { } scope ? new ScopedFit(scope, Interlocked.Increment(ref scope._fitCount) - 1) : null;
}

/// <summary>An epoch of a fit within a scope.</summary>
/// <param name="Fit">Which of the scope's fits, from 0.</param>
/// <param name="Report">What the fit says of it.</param>
/// <param name="Monitored">The task's metrics on the monitored rows, by name; empty when there are none.</param>
internal sealed record ScopedEpoch(int Fit, EpochReport Report, IReadOnlyDictionary<string, double> Monitored);

/// <summary>One fit of a scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Number">Which of its fits, from 0.</param>
internal sealed record ScopedFit(FitScope Scope, int Number)
{
    /// <summary>Whether others like it run at the same time, as members of an ensemble do: nobody hears of their epochs.</summary>
    public bool IsMember { get; init; }

    /// <summary>Where its random numbers start.</summary>
    public int Seed => unchecked((int)new FitRandom(Scope.Seed).Word(RandomUse.FitsOfScope, Number));

    /// <summary>Where it ends, if that is settled; see <see cref="FitScope.FinalEpoch"/>.</summary>
    public int? FinalEpoch => Number == 0 && !IsMember ? Scope.FinalEpoch : null;

    /// <summary>The fit as a member of an ensemble.</summary>
    public ScopedFit AsMember() => this with { IsMember = true };

    /// <summary>What the scope changes of a fit's settings.</summary>
    public FitSettings Adjust(FitSettings settings, DeepTrainerOptions options)
    {
        if (Scope.MaximumEpochCount is { } most && most < settings.MaximumEpochCount)
            settings = settings with { MaximumEpochCount = most };
        return EndsAt(options) is null ? settings : settings with { ValidationFraction = 0, RefitOnAllRows = false };
    }

    /// <summary>What the scope changes of who watches a fit.</summary>
    public FitHooks Adjust(FitHooks hooks, DeepTrainerOptions options) => hooks with
    {
        OnCancellation = CancellationBehavior.Throw,
        LastEpoch = EndsAt(options),
        OnEpoch = IsMember || Scope.OnEpoch is not { } told
            ? null
            : (report, monitored) => told(new ScopedEpoch(Number, report, monitored)),
    };

    /// <summary>Says that it came to its end.</summary>
    public void End(TrainingHistory history)
    {
        if (!IsMember)
            Scope.OnFitEnd?.Invoke(Number, history);
    }

    private int? EndsAt(DeepTrainerOptions options) => options.HeadSettings.NeedsValidationRows is null ? FinalEpoch : null;
}
