using System.Globalization;

namespace Microsoft.ML.Runtime;

public enum ChannelMessageKind
{
    Trace = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}

/// <summary>What private data a message may hold.</summary>
[Flags]
public enum MessageSensitivity
{
    None = 0,
    UserData = 0x1,
    Schema = 0x2,
    Unknown = ~None,
    All = ~None,
}

public readonly struct ChannelMessage
{
    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message, params object[] args)
    {
        Kind = kind;
        Sensitivity = sensitivity;
        Message = args.Length == 0 ? message : string.Format(CultureInfo.InvariantCulture, message, args);
    }

    public string Message { get; }
}
