namespace MLNetDeep;

/// <summary>Thrown when the loss stops being a finite number, so that going on could not end well.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Makes the exception without a place.</summary>
    public TrainingDivergedException()
        : base("The training loss is not finite.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">What happened and what to lower.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and a cause.</summary>
    /// <param name="message">What happened and what to lower.</param>
    /// <param name="innerException">What led to it.</param>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
