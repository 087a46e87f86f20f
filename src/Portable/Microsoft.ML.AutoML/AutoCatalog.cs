using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Adds <c>ml.Auto()</c>.</summary>
public static class MLContextExtension
{
    public static AutoCatalog Auto(this MLContext mlContext) => new(mlContext);
}

/// <summary>Sweepable estimators, experiments over them, and what to know of a file beforehand.</summary>
public sealed partial class AutoCatalog
{
    private readonly MLContext _context;

    internal AutoCatalog(MLContext context) => _context = context;

    public AutoMLExperiment CreateExperiment(AutoMLExperiment.AutoMLExperimentSettings? settings = null)
        => new(_context, settings ?? new AutoMLExperiment.AutoMLExperimentSettings());

    // Without a space it throws a null reference, as the official one does: what is swept must be named.
    public SweepableEstimator CreateSweepableEstimator<T>(Func<MLContext, T, IEstimator<ITransformer>> factory, SearchSpace<T>? ss = null)
        where T : class, new()
        => new((context, parameter) => factory(context, parameter.AsType<T>()), ss!);
}
