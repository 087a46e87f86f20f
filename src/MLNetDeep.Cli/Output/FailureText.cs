using System.Reflection;
using MLNetDeep.AutoML;

namespace MLNetDeep.Cli.Output;

/// <summary>Puts any failure into one line.</summary>
internal static class FailureText
{
    public static string Explain(Exception failure)
    {
        var cause = Unwrap(failure);
        return cause switch
        {
            CliException or StudyStorageException => cause.Message,
            OperationCanceledException => "Cancelled.",
            OutOfMemoryException => "Not enough memory for this data: use fewer rows or columns.",
            DllNotFoundException or BadImageFormatException => $"A native library is missing or does not fit: {OneLine(cause.Message)}",
            IOException or UnauthorizedAccessException or InvalidDataException => OneLine(cause.Message),
            _ => $"{OneLine(cause.Message)} (--verbose shows where this arose.)",
        };
    }

    // The libraries wrap what went wrong: a missing native library hides in a type initialiser, a damaged model behind
    // ML.NET's "Error during class instantiation".
    private static Exception Unwrap(Exception e)
    {
        while (e.InnerException is { } inner
               && e is AggregateException or TargetInvocationException or TypeInitializationException
                   or InvalidOperationException { InnerException: TargetInvocationException })
        {
            e = inner;
        }
        return e;
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
