namespace MLNetDeep.Conformance;

/// <summary>Says in which way a trainer falls short of a check.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Falls short without saying how.</summary>
    public ConformanceException()
    {
    }

    /// <summary>Falls short, and says how.</summary>
    /// <param name="message">What was demanded, and what was found instead.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Falls short because of another exception.</summary>
    /// <param name="message">What was demanded, and what was found instead.</param>
    /// <param name="innerException">What the trainer threw.</param>
    public ConformanceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
