using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>What an environment and the hosts registered with it have in common.</summary>
internal abstract class HostEnvironment : MessageComponent, IHostEnvironmentInternal, ICancelable
{
    private readonly Random _rand;
    private readonly Lock _lock = new();
    private readonly List<WeakReference<Host>> _children = [];
    private readonly ConcurrentDictionary<string, object?> _options;

    private protected HostEnvironment(int? seed)
        : base(null, null, verbose: false)
    {
        Seed = seed;
        _rand = RandomUtils.Create(seed);
        _options = new(StringComparer.Ordinal);
        Listeners = new MessageListeners();
        ComponentCatalog = new ComponentCatalog();
        TempFilePath = Path.GetTempPath();
    }

    private protected HostEnvironment(HostEnvironment source, string name, Random rand, bool verbose)
        : base(name, source.FullName, verbose)
    {
        Seed = source.Seed;
        _rand = rand;
        _options = source._options;
        Listeners = source.Listeners;
        ComponentCatalog = source.ComponentCatalog;
        TempFilePath = source.TempFilePath;
        GpuDeviceId = source.GpuDeviceId;
        FallbackToCpu = source.FallbackToCpu;
        IsCanceled = source.IsCanceled;
    }

    public int? Seed { get; }

    public string TempFilePath { get; set; }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; }

    public ComponentCatalog ComponentCatalog { get; }

    public bool IsCanceled { get; private set; }

    public override string ContextDescription => "HostEnvironment";

    protected MessageListeners Listeners { get; }

    protected Random Random => _rand;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        lock (_lock)
        {
            _children.RemoveAll(child => !child.TryGetTarget(out _));
            // A host's seed comes from its parent's numbers, so that one seed given to the context settles all of them.
            var host = new Host(this, name, seed is { } given ? RandomUtils.Create(given) : RandomUtils.Create(_rand), verbose ?? Verbose);
            _children.Add(new WeakReference<Host>(host));
            return host;
        }
    }

    public void CancelExecution()
    {
        lock (_lock)
        {
            IsCanceled = true;
            foreach (var child in _children)
            {
                if (child.TryGetTarget(out var host))
                    host.CancelExecution();
            }
            _children.Clear();
        }
    }

    public IChannel Start(string name) => StartChannel(name);

    public IPipe<TMessage> StartPipe<TMessage>(string name) =>
        new Pipe<TMessage>(this, Contracts.CheckNonEmpty(name, nameof(name)), Listeners.Send);

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel(StartChannel(name));

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(CheckOptionName(name), value);

    public void SetOption<T>(string name, T value) => _options[CheckOptionName(name)] = value;

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = _options.TryGetValue(CheckOptionName(name), out var stored) && stored is T;
        value = found ? (T)stored! : default!;
        return found;
    }

    public T GetOptionOrDefault<T>(string name) => (T)_options.GetOrAdd(CheckOptionName(name), _ => default(T))!;

    public bool RemoveOption(string name) => _options.TryRemove(CheckOptionName(name), out _);

    private Channel StartChannel(string name) => new(this, Contracts.CheckNonEmpty(name, nameof(name)), Listeners.Send);

    private static string CheckOptionName(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw new ArgumentNullException(nameof(name)) : name;
}

/// <summary>The environment of one component.</summary>
internal sealed class Host : HostEnvironment, IHost
{
    public Host(HostEnvironment source, string name, Random rand, bool verbose)
        : base(source, name, rand, verbose)
    {
    }

    public Random Rand => Random;

    public override string ContextDescription => FullName ?? string.Empty;
}

/// <summary>Who listens to the messages of an environment, by message type.</summary>
internal sealed class MessageListeners
{
    private readonly ConcurrentDictionary<Type, Delegate> _listeners = new();

    public void Add<TMessage>(Action<IMessageSource, TMessage> listener) =>
        _listeners.AddOrUpdate(typeof(TMessage), listener, (_, old) => Delegate.Combine(old, listener));

    public void Send<TMessage>(IMessageSource source, TMessage message)
    {
        if (_listeners.TryGetValue(typeof(TMessage), out var listener))
            ((Action<IMessageSource, TMessage>)listener)(source, message);
    }
}
