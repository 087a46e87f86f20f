using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>A named sender of messages: an environment, a host or a channel.</summary>
internal abstract class MessageComponent : IMessageSource, IExceptionContext
{
    protected MessageComponent(string? shortName, string? parentFullName, bool verbose)
    {
        ShortName = shortName;
        ParentFullName = parentFullName;
        FullName = string.IsNullOrEmpty(parentFullName) ? shortName : $"{parentFullName}; {shortName}";
        Verbose = verbose;
    }

    public string? ShortName { get; }

    public string? ParentFullName { get; }

    public string? FullName { get; }

    public bool Verbose { get; }

    public virtual string ContextDescription => FullName ?? "HostEnvironment";

    public virtual TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex != null)
        {
            ex.Data["Throwing component"] = ShortName;
            ex.Data["Parent component"] = ParentFullName;
        }
        return ex!;
    }
}

/// <summary>A pipe of one message type to the listeners of the environment.</summary>
internal class Pipe<TMessage> : MessageComponent, IPipe<TMessage>
{
    private readonly MessageComponent _parent;
    private readonly Action<IMessageSource, TMessage> _dispatch;

    public Pipe(MessageComponent parent, string name, Action<IMessageSource, TMessage> dispatch)
        : base(name, parent.FullName, parent.Verbose)
    {
        _parent = parent;
        _dispatch = dispatch;
    }

    public void Send(TMessage msg) => _dispatch(this, msg);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    public override TException Process<TException>(TException ex)
    {
        _parent.Process(ex);
        ex.Data["Phase"] = ShortName;
        return ex;
    }
}

/// <summary>A pipe for messages that people read; it says when it starts and ends.</summary>
internal sealed class Channel : Pipe<ChannelMessage>, IChannel
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _disposed;

    public Channel(MessageComponent parent, string name, Action<IMessageSource, ChannelMessage> dispatch)
        : base(parent, name, dispatch)
    {
        Trace(MessageSensitivity.None, "Channel started");
    }

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));

    public override void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"Channel finished. Elapsed {_watch.Elapsed:c}."));
        Trace(MessageSensitivity.None, "Channel disposed");
        base.Dispose();
    }
}

/// <summary>Checkpoints of a lengthy calculation, sent to the listeners as informative messages.</summary>
internal sealed class ProgressChannel : IProgressChannel
{
    private readonly Channel _channel;
    private ProgressHeader _header = new();

    public ProgressChannel(Channel channel) => _channel = channel;

    // The action that fills entries on demand is for displays that ask between checkpoints; a listener is told of checkpoints only.
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) => _header = header;

    public void Checkpoint(params double?[] values)
    {
        var names = _header.MetricNames.Concat(_header.UnitNames).ToArray();
        var parts = values.Select((value, i) => value is { } v && i < names.Length
            ? string.Create(CultureInfo.InvariantCulture, $"{names[i]}: {v:G6}") : null);
        _channel.Info(MessageSensitivity.None, string.Join(", ", parts.Where(p => p != null)));
    }

    public IProgressChannel StartProgressChannel(string name) => this;

    public void Dispose() => _channel.Dispose();
}
