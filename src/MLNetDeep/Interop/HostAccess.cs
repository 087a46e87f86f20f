using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Interop;

/// <summary>ML.NET's environment behind a catalog, and its cancellation.</summary>
internal static class HostAccess
{
    public static IHostEnvironment EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return CatalogUtils.GetEnvironment(catalog);
    }

    public static IHostEnvironment EnvironmentOf(TrainCatalogBase catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return CatalogUtils.GetEnvironment(catalog);
    }

    public static IHostEnvironment EnvironmentOf(MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }

    /// <summary>Ends a fit whose context was cancelled, as AutoML does with trials that take too long.</summary>
    /// <exception cref="OperationCanceledException">The environment was cancelled.</exception>
    public static void CheckAlive(IHostEnvironment environment) => Contracts.CheckAlive(environment);

    /// <summary>Cancels all that runs, or will, in a context: ML.NET's own trainers ask for it now and then.</summary>
    public static void CancelExecution(MLContext context) => context.CancelExecution();

    /// <summary>What ML.NET may assume of a trainer that normalises and reads its data in one pass itself.</summary>
    public static TrainerInfo DeepTrainerInfo() =>
        new(normalization: false, caching: false, supportValid: true);
}
