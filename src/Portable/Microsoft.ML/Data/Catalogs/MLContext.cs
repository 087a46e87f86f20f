namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _env;

    public MLContext(int? seed = null)
    {
        _env = new HostEnvironment(seed, message => Log?.Invoke(this, message));
        (BinaryClassification, MulticlassClassification, Regression) = (new(_env), new(_env), new(_env));
        (Forecasting, Transforms, Model, Data) = (new(_env), new(_env), new(_env), new(_env));
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

    /// <summary>The seed it was made with.</summary>
    internal int? Seed => _env.Seed;
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

public abstract partial class TrainCatalogBase : IInternalCatalog
{
    // Registers nothing, as officially: the seeds of hosts depend on how many there were before.
    internal TrainCatalogBase(IHostEnvironment env) => Environment = Contracts.CheckRef(env, nameof(env));
    IHostEnvironment IInternalCatalog.Environment => Environment;
    internal IHostEnvironment Environment { get; }

    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        internal CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;
        IHostEnvironment IInternalCatalog.Environment => Owner.Environment;
        internal TrainCatalogBase Owner { get; }
    }
}

public sealed partial class BinaryClassificationCatalog : TrainCatalogBase
{
    internal BinaryClassificationCatalog(IHostEnvironment env) : base(env) => (Trainers, Calibrators) = (new(this), new(this));
    public BinaryClassificationTrainers Trainers { get; }
    public CalibratorsCatalog Calibrators { get; }

    public sealed class BinaryClassificationTrainers : CatalogInstantiatorBase
    {
        internal BinaryClassificationTrainers(BinaryClassificationCatalog catalog) : base(catalog) { }
    }

    public sealed partial class CalibratorsCatalog : CatalogInstantiatorBase
    {
        internal CalibratorsCatalog(BinaryClassificationCatalog catalog) : base(catalog) { }
    }
}

public sealed partial class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env) : base(env) => Trainers = new(this);
    public MulticlassClassificationTrainers Trainers { get; }

    public sealed partial class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog catalog) : base(catalog) { }
    }
}

public sealed partial class RegressionCatalog : TrainCatalogBase
{
    internal RegressionCatalog(IHostEnvironment env) : base(env) => Trainers = new(this);
    public RegressionTrainers Trainers { get; }

    public sealed class RegressionTrainers : CatalogInstantiatorBase
    {
        internal RegressionTrainers(RegressionCatalog catalog) : base(catalog) { }
    }
}

public sealed class ForecastingCatalog : TrainCatalogBase
{
    internal ForecastingCatalog(IHostEnvironment env) : base(env) => Trainers = new(this);
    public Forecasters Trainers { get; }

    public sealed class Forecasters : CatalogInstantiatorBase
    {
        internal Forecasters(ForecastingCatalog catalog) : base(catalog) { }
    }
}

public sealed partial class TransformsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal TransformsCatalog(IHostEnvironment env) => (_env, Categorical, Conversion, Text) = (env, new(env), new(env), new(env));
    IHostEnvironment IInternalCatalog.Environment => _env;
    public CategoricalTransforms Categorical { get; }
    public ConversionTransforms Conversion { get; }
    public TextTransforms Text { get; }

    public sealed class CategoricalTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _env;
        internal CategoricalTransforms(IHostEnvironment env) => _env = env;
        IHostEnvironment IInternalCatalog.Environment => _env;
    }

    public sealed class ConversionTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _env;
        internal ConversionTransforms(IHostEnvironment env) => _env = env;
        IHostEnvironment IInternalCatalog.Environment => _env;
    }

    public sealed class TextTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _env;
        internal TextTransforms(IHostEnvironment env) => _env = env;
        IHostEnvironment IInternalCatalog.Environment => _env;
    }
}

public sealed class InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
{
    public string InputColumnName { get; } = inputColumnName ?? outputColumnName;
    public string OutputColumnName { get; } = Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));

    internal static (string OutputColumnName, string InputColumnName)[] ConvertToValueTuples(InputOutputColumnPair[] pairs) =>
        Array.ConvertAll(Contracts.CheckRef(pairs, nameof(pairs)), p => (p.OutputColumnName, p.InputColumnName));
}
