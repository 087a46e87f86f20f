namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _env;

    public MLContext(int? seed = null)
    {
        _env = new HostEnvironment(seed, message => Log?.Invoke(this, message));
        BinaryClassification = new BinaryClassificationCatalog(_env);
        MulticlassClassification = new MulticlassClassificationCatalog(_env);
        Regression = new RegressionCatalog(_env);
        Forecasting = new ForecastingCatalog(_env);
        Transforms = new TransformsCatalog(_env);
        Model = new ModelOperationsCatalog(_env);
        Data = new DataOperationsCatalog(_env);
    }

    public event EventHandler<LoggingEventArgs>? Log;

    public BinaryClassificationCatalog BinaryClassification { get; }
    public MulticlassClassificationCatalog MulticlassClassification { get; }
    public RegressionCatalog Regression { get; }
    public ForecastingCatalog Forecasting { get; }
    public TransformsCatalog Transforms { get; }
    public ModelOperationsCatalog Model { get; }
    public DataOperationsCatalog Data { get; }
    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;
    string IExceptionContext.ContextDescription => _env.ContextDescription;

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);
    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);
    IChannel IChannelProvider.Start(string name) => _env.Start(name);
    internal void CancelExecution() => _env.CancelExecution();
}

public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source) =>
        (RawMessage, Kind, Source, Message) = (message, kind, source, $"[Source={source}, Kind={kind}] {message}");

    public string? Source { get; }
    public ChannelMessageKind Kind { get; }
    public string Message { get; }
    public string? RawMessage { get; }
}
