namespace MLNetDeep.Cli;

/// <summary>A failure whose message is a whole explanation for the user: printed as one line, exit code 1.</summary>
internal sealed class CliException : Exception
{
    public CliException(string message) : base(message)
    {
    }

    public CliException(string message, Exception inner) : base(message, inner)
    {
    }
}
