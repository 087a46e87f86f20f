using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>The environment of a context, and the hosts registered with it, each for one component.</summary>
internal sealed class HostEnvironment(
    int? seed, Action<LoggingEventArgs> listener, HostEnvironment? parent = null, string? name = null, Random? rand = null) : IHost
{
    private readonly Action<LoggingEventArgs> _listener = listener;
    private readonly HostEnvironment? _parent = parent;
    private readonly string? _name = name;
    private readonly Lock _lock = new();
    private volatile bool _isCanceled;

    public int? Seed { get; } = seed;
    public Random Rand { get; } = rand ?? RandomUtils.Create(seed);
    public ComponentCatalog ComponentCatalog { get; } = parent?.ComponentCatalog ?? new ComponentCatalog();

    /// <summary>Whether the context was cancelled: that reaches every host of it, made before or after.</summary>
    public bool IsCanceled => _parent?.IsCanceled ?? _isCanceled;

    public string ContextDescription => nameof(HostEnvironment);

    // ML.NET puts the grandparent's name before a host's own, not the parent's; the sources of log messages show it.
    private string? ParentFullName => _parent?._parent?.FullName;
    private string? FullName => ParentFullName is { } above ? $"{above}; {_name}" : _name;

    public void CancelExecution() => _isCanceled = true;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        // A host's seed comes from its parent's numbers, so that one seed given to the context settles all of them.
        lock (_lock)
            return new HostEnvironment(Seed, _listener, this, name, seed is { } own ? RandomUtils.Create(own) : RandomUtils.Create(Rand));
    }

    public IChannel Start(string name)
    {
        var channel = new Channel(this, name);
        channel.Trace(MessageSensitivity.None, "Channel started");
        return channel;
    }

    public TException Process<TException>(TException ex) where TException : Exception
    {
        ex.Data["Throwing component"] = "Environment";
        return Contracts.Mark(ex);
    }

    /// <summary>Sends messages that people read to the listener; it says when it starts and ends.</summary>
    private sealed class Channel(HostEnvironment parent, string name) : IChannel
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private bool _disposed;

        public string ContextDescription => parent.FullName is { } above ? $"{above}; {name}" : name;

        public void Trace(MessageSensitivity _, string fmt) => Send(ChannelMessageKind.Trace, fmt);
        public void Trace(MessageSensitivity _, string fmt, params object[] args) => Send(ChannelMessageKind.Trace, fmt, args);
        public void Info(MessageSensitivity _, string fmt) => Send(ChannelMessageKind.Info, fmt);
        public void Info(MessageSensitivity _, string fmt, params object[] args) => Send(ChannelMessageKind.Info, fmt, args);
        public void Warning(MessageSensitivity _, string fmt) => Send(ChannelMessageKind.Warning, fmt);
        public void Warning(MessageSensitivity _, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, fmt, args);

        public TException Process<TException>(TException ex) where TException : Exception
        {
            (ex.Data["Throwing component"], ex.Data["Parent component"], ex.Data["Phase"]) = (parent._name, parent.ParentFullName, name);
            return Contracts.Mark(ex);
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);
            Trace(MessageSensitivity.None, "Channel disposed");
        }

        private void Send(ChannelMessageKind kind, string message, object[]? args = null) =>
            parent._listener(new(args is null ? message : string.Format(message, args), kind, ContextDescription));
    }
}
