namespace MLNetDeep.Conformance;

/// <summary>How all checks of one trainer ended.</summary>
/// <param name="Subject">The trainer's name.</param>
/// <param name="Results">One a check, in the order of their names.</param>
public sealed record ConformanceReport(string Subject, IReadOnlyList<CheckResult> Results)
{
    /// <summary>The results for which a test run should fail.</summary>
    /// <value>Empty for a trainer that conforms but for its known gaps.</value>
    public IReadOnlyList<CheckResult> Failures => [.. Results.Where(result => result.IsFailure)];

    /// <summary>Fails the test that calls it, in any test framework, when a result is a failure.</summary>
    /// <exception cref="ConformanceException">At least one result is a failure; the message lists them all, one a line.</exception>
    public void ThrowIfFailed()
    {
        if (Failures is { Count: > 0 } failures)
            throw new ConformanceException(string.Join('\n', failures), failures[0].Exception);
    }

    /// <summary>The results, one a line.</summary>
    /// <returns>As many lines as there are checks.</returns>
    public override string ToString() => string.Join('\n', Results);
}
