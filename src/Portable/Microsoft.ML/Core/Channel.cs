using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>Sends messages that people read to the listener; it says when it starts and ends.</summary>
internal sealed class Channel : IChannel
{
    private readonly HostEnvironment _parent;
    private readonly string _name;
    private readonly Action<ChannelMessage> _send;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _disposed;

    public Channel(HostEnvironment parent, string name, Action<ChannelMessage> send)
    {
        _parent = parent;
        _name = name;
        _send = send;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ContextDescription => $"{_parent.FullName}; {_name}";

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Trace, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Info, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Error, fmt, args);

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        _parent.Process(ex);
        ex.Data["Phase"] = _name;
        return ex;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"Channel finished. Elapsed {_watch.Elapsed:c}."));
        Trace(MessageSensitivity.None, "Channel disposed");
    }

    private void Send(ChannelMessageKind kind, string message, params object[] args) =>
        _send(new(kind, args.Length == 0 ? message : string.Format(CultureInfo.InvariantCulture, message, args)));
}
