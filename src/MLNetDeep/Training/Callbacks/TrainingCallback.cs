namespace MLNetDeep.Training;

/// <summary>Describes something that watches fits. Immutable; every fit starts an observer of its own.</summary>
/// <remarks>
/// So one trainer may fit on several threads, and a fit leaves nothing behind in its options. Derive a record with your settings,
/// and let <see cref="Start"/> make a <see cref="TrainingObserver"/> that holds what changes.
/// </remarks>
/// <example>
/// <code>
/// sealed record StopBelow(double Loss) : TrainingCallback
/// {
///     public override TrainingObserver Start(FitContext fit) => new Observer(Loss);
///
///     private sealed class Observer(double loss) : TrainingObserver
///     {
///         public override void OnEpochEnd(FitContext fit, EpochReport report)
///         {
///             if (report.ValidationLoss &lt; loss)
///                 fit.Stop("the loss is low enough");
///         }
///     }
/// }
/// </code>
/// </example>
public abstract record TrainingCallback
{
    /// <summary>Begins to watch one fit.</summary>
    /// <param name="fit">The fit; nothing of it has been run.</param>
    /// <returns>What is told of it; null to look away.</returns>
    public abstract TrainingObserver? Start(FitContext fit);

    /// <summary>Notes the members that are out of range.</summary>
    internal virtual void Check(OptionRules rules)
    {
    }
}
