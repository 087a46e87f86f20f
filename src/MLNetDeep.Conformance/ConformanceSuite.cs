using MLNetDeep.Conformance.Checks;

namespace MLNetDeep.Conformance;

/// <summary>Runs the checks on a trainer.</summary>
/// <remarks>
/// With a test framework either one theory row a check, <c>ConformanceSuite.Check(subject, name).ThrowIfFailure()</c> for every
/// one of <see cref="NamesFor"/>, or one test, <c>ConformanceSuite.Check(subject).ThrowIfFailed()</c>.
/// </remarks>
public static class ConformanceSuite
{
    /// <summary>The checks of every trainer.</summary>
    /// <value>In the order of their names.</value>
    public static IReadOnlyList<ConformanceCheck> Checks { get; } = CheckAttribute.Find();

    /// <summary>The names of all checks of a subject: the suite's and its own.</summary>
    /// <param name="subject">The trainer.</param>
    /// <returns>Names in ordinal order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="subject"/> is null.</exception>
    /// <exception cref="ArgumentException">Two of its checks have one name.</exception>
    public static IReadOnlyList<string> NamesFor(TrainerSubject subject) => [.. Find(subject).Keys];

    /// <summary>Runs all checks: the suite's and the subject's own.</summary>
    /// <param name="subject">The trainer.</param>
    /// <returns>A result for each check. A trainer that falls short does not throw here.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="subject"/> is null.</exception>
    /// <exception cref="ArgumentException">Two of its checks have one name, or a known gap names no check.</exception>
    public static ConformanceReport Check(TrainerSubject subject)
    {
        var checks = Find(subject).Values;
        return new(subject.Name, [.. checks.Select(check => check.Run(subject))]);
    }

    /// <summary>Runs one check.</summary>
    /// <param name="subject">The trainer.</param>
    /// <param name="checkName">One of <see cref="NamesFor"/>.</param>
    /// <returns>Its result. A trainer that falls short does not throw here.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">No check has the name, two of the subject's checks have one name, or a known gap names
    /// no check.</exception>
    public static CheckResult Check(TrainerSubject subject, string checkName)
    {
        ArgumentNullException.ThrowIfNull(checkName);
        var checks = Find(subject);
        return checks.TryGetValue(checkName, out var check)
            ? check.Run(subject)
            : throw new ArgumentException(
                $"{nameof(checkName)} must be one of {string.Join(", ", checks.Keys)}, but was '{checkName}'.", nameof(checkName));
    }

    private static SortedDictionary<string, ConformanceCheck> Find(TrainerSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var found = new SortedDictionary<string, ConformanceCheck>(StringComparer.Ordinal);
        foreach (var check in Checks.Concat(subject.MoreChecks))
        {
            if (!found.TryAdd(check.Name, check))
                throw Invalid($"{subject.Name}.{nameof(subject.MoreChecks)} must have names of their own, but one is '{check.Name}'.");
        }
        foreach (var gap in subject.KnownGaps.Keys)
        {
            if (!found.ContainsKey(gap))
                throw Invalid($"{subject.Name}.{nameof(subject.KnownGaps)} must be names of checks, but one is '{gap}'.");
        }
        return found;

        static ArgumentException Invalid(string message) => new(message, nameof(subject));
    }
}
