namespace MLNetDeep.AutoML;

/// <summary>Decides after each epoch and each fold whether a trial is worth going on with. Immutable, and the same for all workers.</summary>
public abstract record Pruner
{
    /// <summary>Asked whenever a trial has told a new value.</summary>
    /// <param name="question">The trial and what it is set against.</param>
    /// <returns>Why the trial should end, in a sentence for people; null to go on.</returns>
    public abstract string? FindReason(PruningQuestion question);

    /// <summary>Notes the members that are out of range.</summary>
    internal virtual void Check(OptionRules rules)
    {
    }
}
