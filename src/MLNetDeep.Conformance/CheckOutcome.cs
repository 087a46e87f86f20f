namespace MLNetDeep.Conformance;

/// <summary>How a check of a trainer ended.</summary>
public enum CheckOutcome
{
    /// <summary>The trainer does what the check demands.</summary>
    Passed,

    /// <summary>The trainer falls short, and its subject did not say so: a failure.</summary>
    Failed,

    /// <summary>The trainer falls short as its subject's <see cref="TrainerSubject.KnownGaps"/> say: no failure.</summary>
    KnownGap,

    /// <summary>The trainer passes although its subject names a gap: a failure, so that the lists of gaps stay true.</summary>
    StaleGap,

    /// <summary>The check asks for something that the subject does not claim, such as a time budget: no failure.</summary>
    NotApplicable,
}
