using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Runtime;

/// <summary>Argument checks and exceptions as callers of ML.NET know them; the context, if there is one, notes who threw.</summary>
internal static class Contracts
{
    private const string IsMarkedKey = "ML_IsMarked";

    /// <summary>Notes that the library threw the exception on purpose.</summary>
    public static TException Mark<TException>(TException ex) where TException : Exception
    {
        ex.Data[IsMarkedKey] = 1;
        return ex;
    }

    public static bool IsMarked(this Exception ex) => ex.Data.Contains(IsMarkedKey);
    public static Exception Except(string msg) => Except(null, msg);
    public static Exception Except(this IExceptionContext? ctx, string msg) => Process(ctx, new InvalidOperationException(msg));
    public static Exception Except(this IExceptionContext? ctx, Exception inner, string msg) =>
        Process(ctx, new InvalidOperationException(msg, inner));
    public static Exception ExceptParam(string paramName, string? msg = null) => ExceptParam(null, paramName, msg);
    public static Exception ExceptParam(this IExceptionContext? ctx, string paramName, string? msg = null) =>
        Process(ctx, msg is null ? new ArgumentOutOfRangeException(paramName) : new ArgumentOutOfRangeException(paramName, msg));
    public static Exception ExceptUserArg(string name, string? msg = null) => ExceptParam(null, name, msg);
    public static Exception ExceptUserArg(this IExceptionContext? ctx, string name, string? msg = null) => ExceptParam(ctx, name, msg);
    public static Exception ExceptValue(this IExceptionContext? ctx, string paramName, string? msg = null) =>
        Process(ctx, new ArgumentNullException(paramName, msg));
    public static Exception ExceptDecode(string msg) => ExceptDecode(null, msg);
    public static Exception ExceptDecode(this IExceptionContext? ctx, string msg) => Process(ctx, new FormatException(msg));
    public static Exception ExceptDecode(this IExceptionContext? ctx, Exception inner, string msg) =>
        Process(ctx, new FormatException(msg, inner));
    public static Exception ExceptNotSupp(string msg) => ExceptNotSupp(null, msg);
    public static Exception ExceptNotSupp(this IExceptionContext? ctx, string msg) => Process(ctx, new NotSupportedException(msg));
    public static Exception ExceptSchemaMismatch(string paramName, string columnRole, string columnName) =>
        ExceptSchemaMismatch(null, paramName, columnRole, columnName);
    public static Exception ExceptSchemaMismatch(this IExceptionContext? ctx, string paramName, string columnRole, string columnName) =>
        ExceptParam(ctx, paramName, $"Could not find {columnRole} column '{columnName}'");
    public static Exception ExceptSchemaMismatch(
        string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        ExceptSchemaMismatch(null, paramName, columnRole, columnName, expectedType, actualType);
    public static Exception ExceptSchemaMismatch(
        this IExceptionContext? ctx, string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        ExceptParam(ctx, paramName, $"Schema mismatch for {columnRole} column '{columnName}': expected {expectedType}, got {actualType}");

    public static void Check([DoesNotReturnIf(false)] bool f, string msg) => Check(null, f, msg);
    public static void Check(this IExceptionContext? ctx, [DoesNotReturnIf(false)] bool f, string msg) =>
        _ = f ? f : throw Except(ctx, msg);
    public static void CheckParam([DoesNotReturnIf(false)] bool f, string paramName, string? msg = null) =>
        CheckParam(null, f, paramName, msg);
    public static void CheckParam(this IExceptionContext? ctx, [DoesNotReturnIf(false)] bool f, string paramName, string? msg = null) =>
        _ = f ? f : throw ExceptParam(ctx, paramName, msg);
    public static void CheckUserArg([DoesNotReturnIf(false)] bool f, string name, string? msg = null) => CheckParam(null, f, name, msg);
    public static void CheckUserArg(this IExceptionContext? ctx, [DoesNotReturnIf(false)] bool f, string name, string? msg = null) =>
        CheckParam(ctx, f, name, msg);
    public static void CheckDecode([DoesNotReturnIf(false)] bool f, string msg) => CheckDecode(null, f, msg);
    public static void CheckDecode(this IExceptionContext? ctx, [DoesNotReturnIf(false)] bool f, string msg) =>
        _ = f ? f : throw ExceptDecode(ctx, msg);
    public static void CheckValue<T>([NotNull] T? val, string paramName) where T : class => CheckValue(null, val, paramName);
    public static void CheckValue<T>(this IExceptionContext? ctx, [NotNull] T? val, string paramName) where T : class =>
        _ = val ?? throw ExceptValue(ctx, paramName);

    /// <summary>The value itself, once it is known not to be null: for use in calls to base constructors.</summary>
    public static T CheckRef<T>([NotNull] T? val, string paramName) where T : class => CheckRef(null, val, paramName);
    public static T CheckRef<T>(this IExceptionContext? ctx, [NotNull] T? val, string paramName) where T : class =>
        val ?? throw ExceptValue(ctx, paramName);

    public static string CheckNonEmpty([NotNull] string? s, string paramName) => CheckNonEmpty(null, s, paramName);
    public static string CheckNonEmpty(this IExceptionContext? ctx, [NotNull] string? s, string paramName) =>
        !string.IsNullOrEmpty(s) ? s : throw ExceptParam(ctx, paramName, $"{paramName} cannot be null or empty");
    public static T[] CheckNonEmpty<T>(this IExceptionContext? ctx, [NotNull] T[]? args, string paramName) =>
        args is { Length: > 0 } ? args : throw ExceptParam(ctx, paramName, $"{paramName} cannot be null or empty");

    public static void CheckAlive(this IHostEnvironment env)
    {
        if (env is HostEnvironment { IsCanceled: true })
            throw env.Process(new OperationCanceledException("Operation was canceled."));
    }

    private static TException Process<TException>(IExceptionContext? ctx, TException ex) where TException : Exception =>
        ctx is null ? Mark(ex) : ctx.Process(ex);
}
