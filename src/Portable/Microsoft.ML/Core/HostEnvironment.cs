namespace Microsoft.ML.Runtime;

/// <summary>The environment of a context, and the hosts registered with it, each for one component.</summary>
internal sealed class HostEnvironment : IHost, IHostEnvironmentInternal
{
    private readonly HostEnvironment _root;
    private readonly string? _name;
    private readonly string? _parentFullName;
    private readonly Action<string, ChannelMessage> _listener;
    private readonly Lock _lock = new();
    private bool _isCanceled;

    public HostEnvironment(int? seed, Action<string, ChannelMessage> listener)
    {
        _root = this;
        _listener = listener;
        Seed = seed;
        Rand = RandomUtils.Create(seed);
        ComponentCatalog = new ComponentCatalog();
    }

    private HostEnvironment(HostEnvironment parent, string name, Random rand)
    {
        _root = parent._root;
        _name = name;
        _parentFullName = parent.FullName;
        _listener = parent._listener;
        Seed = parent.Seed;
        Rand = rand;
        ComponentCatalog = parent.ComponentCatalog;
    }

    public int? Seed { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public bool IsCanceled => _root._isCanceled;

    public string? FullName => string.IsNullOrEmpty(_parentFullName) ? _name : $"{_parentFullName}; {_name}";

    public string ContextDescription => FullName ?? nameof(HostEnvironment);

    public void CancelExecution() => _root._isCanceled = true;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        // A host's seed comes from its parent's numbers, so that one seed given to the context settles all of them.
        lock (_lock)
            return new HostEnvironment(this, name, seed is { } given ? RandomUtils.Create(given) : RandomUtils.Create(Rand));
    }

    public IChannel Start(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        var source = FullName is { } parent ? $"{parent}; {name}" : name;
        return new Channel(this, name, message => _listener(source, message));
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        ex.Data["Throwing component"] = _name;
        ex.Data["Parent component"] = _parentFullName;
        return ex;
    }
}
