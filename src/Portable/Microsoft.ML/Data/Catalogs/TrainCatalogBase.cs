using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What the catalogs of the tasks have in common.</summary>
public abstract partial class TrainCatalogBase : IInternalCatalog
{
    internal TrainCatalogBase(IHostEnvironment env, string registrationName)
    {
        Contracts.CheckValue(env, nameof(env));
        Environment = env.Register(Contracts.CheckNonEmpty(registrationName, nameof(registrationName)));
    }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    internal IHostEnvironment Environment { get; }

    /// <summary>A catalog within a task's catalog, such as its trainers.</summary>
    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        internal CatalogInstantiatorBase(TrainCatalogBase catalog)
        {
            Owner = catalog;
        }

        IHostEnvironment IInternalCatalog.Environment => Owner.Environment;

        internal TrainCatalogBase Owner { get; }
    }
}
