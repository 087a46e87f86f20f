namespace Microsoft.ML.Runtime;

/// <summary>Something that adds to an exception who threw it.</summary>
public interface IExceptionContext
{
    TException Process<TException>(TException ex)
        where TException : Exception;

    string ContextDescription { get; }
}

/// <summary>Opens channels, over which components report.</summary>
public interface IChannelProvider : IExceptionContext
{
    IChannel Start(string name);

    IPipe<TMessage> StartPipe<TMessage>(string name);
}

/// <summary>What every component runs in: channels, random seeds, the catalog of loadable classes.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    IHost Register(string name, int? seed = null, bool? verbose = null);

    ComponentCatalog ComponentCatalog { get; }
}

/// <summary>The environment of one component, with random numbers of its own.</summary>
public interface IHost : IHostEnvironment
{
    Random Rand { get; }
}

public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}

/// <summary>A pipe for messages that people read.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    void Trace(MessageSensitivity sensitivity, string fmt);

    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Error(MessageSensitivity sensitivity, string fmt);

    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Warning(MessageSensitivity sensitivity, string fmt);

    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Info(MessageSensitivity sensitivity, string fmt);

    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}

/// <summary>What a user may set on an environment, and what was set when it was made.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    int? Seed { get; }

    string TempFilePath { get; set; }

    int? GpuDeviceId { get; set; }

    bool FallbackToCpu { get; set; }

    bool TryAddOption<T>(string name, T value);

    void SetOption<T>(string name, T value);

    bool TryGetOption<T>(string name, out T value);

    T GetOptionOrDefault<T>(string name);

    bool RemoveOption(string name);
}

/// <summary>Work that can be called off; see <see cref="Contracts.CheckAlive"/>.</summary>
internal interface ICancelable
{
    bool IsCanceled { get; }

    void CancelExecution();
}

/// <summary>Who sent a message.</summary>
internal interface IMessageSource
{
    string? ShortName { get; }

    string? FullName { get; }

    bool Verbose { get; }
}
