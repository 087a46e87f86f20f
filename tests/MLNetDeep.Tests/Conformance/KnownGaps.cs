namespace MLNetDeep.Tests.Conformance;

/// <summary>What trainers do not fulfil yet, and why. Strict: a gap that passes fails the run.</summary>
internal static class KnownGaps
{
    public static readonly IReadOnlyDictionary<(string Trainer, string Check), string> Reasons = new Dictionary<(string, string), string>();
}
