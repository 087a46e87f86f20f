namespace MLNetDeep.Conformance;

/// <summary>How one check of one trainer ended.</summary>
/// <param name="Subject">The trainer's name.</param>
/// <param name="Check">The check's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What was found wrong, why it is a gap, or why the check does not apply; empty when it passed.</param>
public sealed record CheckResult(string Subject, string Check, CheckOutcome Outcome, string Message)
{
    /// <summary>What was thrown, with its stack trace, for those who look for the reason.</summary>
    /// <value>Null unless the trainer fell short.</value>
    public Exception? Exception { get; init; }

    /// <summary>Whether a test run should fail for it.</summary>
    /// <value>True for <see cref="CheckOutcome.Failed"/> and <see cref="CheckOutcome.StaleGap"/>.</value>
    public bool IsFailure => Outcome is CheckOutcome.Failed or CheckOutcome.StaleGap;

    /// <summary>Fails the test that calls it, in any test framework, when the result is a failure.</summary>
    /// <exception cref="ConformanceException">The result is a failure; the message names trainer, check and fault.</exception>
    public void ThrowIfFailure()
    {
        if (IsFailure)
            throw new ConformanceException(ToString(), Exception);
    }

    /// <summary>The result in one line.</summary>
    /// <returns>Such as <c>Sdca × one_row: failed: the prediction of row 0 is NaN.</c></returns>
    public override string ToString()
    {
        var word = Outcome switch
        {
            CheckOutcome.Passed => "passed",
            CheckOutcome.Failed => "failed",
            CheckOutcome.KnownGap => "known gap",
            CheckOutcome.StaleGap => "stale gap",
            _ => "not applicable",
        };
        return $"{Subject} × {Check}: {word}{(Message.Length == 0 ? "" : ": ")}{Message}";
    }
}
