using System.Reflection;

namespace MLNetDeep.Cli.Output;

/// <summary>Puts any failure into one line.</summary>
internal static class FailureText
{
    public static string Explain(Exception failure)
    {
        var cause = Unwrap(failure);
        return cause switch
        {
            CliException => cause.Message,
            OperationCanceledException => "Cancelled.",
            OutOfMemoryException => "Not enough memory for this data: use fewer rows or columns.",
            DllNotFoundException or BadImageFormatException => $"A native library is missing or does not fit: {OneLine(cause.Message)}",
            IOException or UnauthorizedAccessException => OneLine(cause.Message),
            _ => $"{OneLine(cause.Message)} (--verbose shows where this arose.)",
        };
    }

    // The libraries wrap what went wrong; a missing native library hides in a type initialiser.
    private static Exception Unwrap(Exception e)
    {
        while (e is AggregateException or TargetInvocationException or TypeInitializationException && e.InnerException != null)
            e = e.InnerException;
        return e;
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
