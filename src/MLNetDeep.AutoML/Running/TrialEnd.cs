namespace MLNetDeep.AutoML;

/// <summary>Ends a trial from within a fit, since it is not worth going on with.</summary>
/// <param name="reason">Why, in a sentence.</param>
internal sealed class TrialPrunedException(string reason) : OperationCanceledException(reason);

/// <summary>Words for what ended a trial.</summary>
internal static class TrialEnd
{
    /// <summary>The error with what caused it, outermost first.</summary>
    public static string Describe(Exception error)
    {
        var parts = new List<string>();
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            parts.Add($"{cause.GetType().Name}: {cause.Message}");
        return string.Join(" <- ", parts);
    }
}
