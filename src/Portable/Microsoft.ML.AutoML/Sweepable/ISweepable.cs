using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Something with a space of settings.</summary>
public interface ISweepable
{
    public SearchSpace.SearchSpace SearchSpace { get; }
}

/// <summary>What makes estimators of settings.</summary>
public interface ISweepable<out T> : ISweepable
    where T : IEstimator<ITransformer>
{
    public T BuildFromOption(MLContext context, Parameter parameter);
}
