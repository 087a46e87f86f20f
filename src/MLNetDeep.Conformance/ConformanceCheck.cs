namespace MLNetDeep.Conformance;

/// <summary>One demand on every trainer, or one of a subject's own.</summary>
public sealed class ConformanceCheck
{
    private readonly Action<TrainerSubject> _run;

    /// <summary>A check of one's own; see <see cref="TrainerSubject.MoreChecks"/>.</summary>
    /// <param name="name">Its name in results, in words joined by underscores.</param>
    /// <param name="purpose">What it demands, in a sentence.</param>
    /// <param name="run">Throws when a trainer falls short, by preference a <see cref="ConformanceException"/> or what a test
    /// framework's assertions throw, and a <see cref="NotApplicableException"/> where it has nothing to check.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> or <paramref name="purpose"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ConformanceCheck(string name, string purpose, Action<TrainerSubject> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentNullException.ThrowIfNull(run);
        (Name, Purpose, _run) = (name, purpose, run);
    }

    /// <summary>The check's name, as in results and known gaps.</summary>
    /// <value>Such as <c>same_seed_repeats</c>.</value>
    public string Name { get; }

    /// <summary>What the check demands.</summary>
    /// <value>A sentence.</value>
    public string Purpose { get; }

    /// <summary>What a subject must claim for the check to apply.</summary>
    /// <value><see cref="TrainerCapabilities.None"/> for a check of every trainer.</value>
    public TrainerCapabilities Needs { get; internal init; }

    /// <summary>Whether the check edits the features that are made for the task, and so cannot use a subject's own data.</summary>
    /// <value>False for a check that takes any data.</value>
    public bool NeedsMadeData { get; internal init; }

    internal CheckResult Run(TrainerSubject subject)
    {
        CheckResult Result(CheckOutcome outcome, string message, Exception? exception = null)
            => new(subject.Name, Name, outcome, message) { Exception = exception };

        CheckResult Inapplicable(string reason, string? gap) => gap == null
            ? Result(CheckOutcome.NotApplicable, reason)
            : Result(CheckOutcome.StaleGap, $"does not apply ({reason}); drop its known gap ({gap}).");

        subject.KnownGaps.TryGetValue(Name, out var gap);
        if (Reason(subject) is { } reason)
            return Inapplicable(reason, gap);
        try
        {
            _run(subject);
        }
        catch (NotApplicableException exception)
        {
            return Inapplicable(exception.Message, gap);
        }
        catch (Exception exception)
        {
            var words = exception is ConformanceException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
            return gap == null
                ? Result(CheckOutcome.Failed, words, exception)
                : Result(CheckOutcome.KnownGap, $"{gap} ({words})", exception);
        }
        return gap == null ? Result(CheckOutcome.Passed, "") : Result(CheckOutcome.StaleGap, $"now passes; drop its known gap ({gap}).");
    }

    /// <summary>Why the check does not apply to a subject, or null.</summary>
    private string? Reason(TrainerSubject subject)
    {
        var lacking = Needs & ~subject.Capabilities;
        if (lacking != TrainerCapabilities.None)
            return $"the subject does not claim {lacking}";
        return NeedsMadeData && subject.OwnData != null ? "it edits features that the suite makes, but the subject brings its data" : null;
    }
}
