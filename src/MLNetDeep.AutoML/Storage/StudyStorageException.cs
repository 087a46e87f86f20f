namespace MLNetDeep.AutoML;

/// <summary>The store of a study cannot be opened, read or written; the message says why, and what to do where that is known.</summary>
/// <remarks>A transaction that failed has left nothing behind: what was finished before is still there.</remarks>
public sealed class StudyStorageException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public StudyStorageException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public StudyStorageException(string message) : base(message)
    {
    }

    /// <summary>Makes one with a message and what lies behind it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What the database said.</param>
    public StudyStorageException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
