namespace MLNetDeep.Conformance;

/// <summary>Thrown by a check that does not apply to a subject: its result is <see cref="CheckOutcome.NotApplicable"/>.</summary>
public sealed class NotApplicableException : Exception
{
    /// <summary>Does not apply, without saying why.</summary>
    public NotApplicableException()
    {
    }

    /// <summary>Does not apply, and says why.</summary>
    /// <param name="message">The reason, as it stands in the result.</param>
    public NotApplicableException(string message)
        : base(message)
    {
    }

    /// <summary>Does not apply because of another exception.</summary>
    /// <param name="message">The reason, as it stands in the result.</param>
    /// <param name="innerException">What was thrown.</param>
    public NotApplicableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
