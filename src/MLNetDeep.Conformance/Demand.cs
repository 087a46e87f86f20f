using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance;

/// <summary>What checks assert with: no test framework is needed.</summary>
internal static class Demand
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
            throw new ConformanceException(otherwise);
    }

    public static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new ConformanceException($"{what} must be {expected}, but was {actual}.");
    }

    /// <summary>Equal to the last bit, row by row.</summary>
    public static void SameBits(IReadOnlyList<Prediction> expected, IReadOnlyList<Prediction> actual, string what)
    {
        That(expected.Count == actual.Count, $"{what}: must be predictions of {expected.Count} rows, but were of {actual.Count}.");
        for (var row = 0; row < expected.Count; row++)
        {
            var (one, other) = (expected[row], actual[row]);
            That(one.HasSameBits(other), $"{what}: the prediction of row {row} must be {one}, but was {other}.");
        }
    }

    /// <summary>Line by line.</summary>
    public static void SameLines(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string what)
    {
        var (missing, extra) = (expected.Except(actual).ToList(), actual.Except(expected).ToList());
        if (missing.Count + extra.Count > 0)
            throw new ConformanceException($"{what}: lacks [{string.Join("; ", missing)}], has [{string.Join("; ", extra)}] instead.");
        That(expected.SequenceEqual(actual), $"{what}: must be in the order [{string.Join("; ", expected)}].");
    }

    public static void Finite(IEnumerable<Prediction> predictions, string what)
    {
        foreach (var (row, prediction) in predictions.Index())
            That(prediction.IsFinite, $"{what}: the prediction of row {row} must be finite, but was {prediction}.");
    }

    /// <summary>An action must be refused with an exception that tells of it, and not break somewhere inside.</summary>
    /// <typeparam name="T">The type that the exception must have.</typeparam>
    public static T Throws<T>(Action action, string what) where T : Exception
    {
        try
        {
            action();
        }
        catch (T exception)
        {
            return exception;
        }
        catch (Exception other)
        {
            throw new ConformanceException($"{what} must throw {typeof(T).Name}, but threw {other.GetType().Name}: {other.Message}", other);
        }
        throw new ConformanceException($"{what} must throw {typeof(T).Name}, but was accepted.");
    }

    /// <summary>Data must be refused in words.</summary>
    /// <param name="subject">Whose whole messages are compared, where it has pinned them.</param>
    /// <param name="kind">What is refused.</param>
    /// <param name="action">Must throw.</param>
    /// <param name="what">What is done, for the message.</param>
    /// <param name="words">Groups of words; of each one must be in the message.</param>
    public static void Refused(TrainerSubject subject, Refusal kind, Action action, string what, params string[][] words)
    {
        var exception = Throws<Exception>(action, what);
        That(
            IsRefusal(exception),
            $"{what} must be refused with an ArgumentException, InvalidOperationException or FormatException, "
            + $"but threw {exception.GetType().Name}: {exception.Message}");
        Told(subject, kind, exception, what, words);
    }

    public static void Told(TrainerSubject subject, Refusal kind, Exception exception, string what, params string[][] words)
    {
        if (subject.Messages.TryGetValue(kind, out var message))
            That(exception.Message == message, $"{what}: the message must be \"{message}\", but was \"{exception.Message}\".");
        foreach (var group in words)
        {
            var wanted = string.Join(" or ", group.Select(word => $"\"{word}\""));
            That(Says(exception, group), $"{what}: the message must say {wanted}, but was \"{exception.Message}\".");
        }
    }

    // A null argument, a wrong index, a division by zero tell of the trainer's own troubles.
    public static bool IsRefusal(Exception exception)
        => exception is (ArgumentException or InvalidOperationException or FormatException)
            and not (ArgumentNullException or ObjectDisposedException);

    public static bool Says(Exception exception, string[] words)
        => words.Any(word => exception.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
