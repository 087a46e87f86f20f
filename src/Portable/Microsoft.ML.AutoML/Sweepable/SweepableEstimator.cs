using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>An estimator with a space of settings.</summary>
public class SweepableEstimator : Estimator, ISweepable<IEstimator<ITransformer>>
{
    private readonly Func<MLContext, Parameter, IEstimator<ITransformer>>? _factory;

    public SweepableEstimator(Func<MLContext, Parameter, IEstimator<ITransformer>> factory, SearchSpace.SearchSpace ss)
    {
        _factory = factory;
        SearchSpace = ss;
        Parameter = ss.SampleFromFeatureSpace(ss.Default);
    }

    internal SweepableEstimator(
        EstimatorType type, Func<MLContext, Parameter, IEstimator<ITransformer>> factory, SearchSpace.SearchSpace ss)
        : this(factory, ss)
        => EstimatorType = type;

    protected SweepableEstimator()
    {
    }

    public SearchSpace.SearchSpace SearchSpace { get; set; } = null!;

    public virtual IEstimator<ITransformer> BuildFromOption(MLContext context, Parameter param) => _factory!(context, param);
}
