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

    protected SweepableEstimator()
    {
    }

    public SearchSpace.SearchSpace SearchSpace { get; set; } = null!;
    public virtual IEstimator<ITransformer> BuildFromOption(MLContext context, Parameter param) => _factory!(context, param);

    /// <summary>An estimator of a known kind, whose options have values that are not swept.</summary>
    internal static SweepableEstimator Create<TOption>(
        EstimatorType type, Func<MLContext, TOption, IEstimator<ITransformer>> factory, TOption option, SearchSpace<TOption>? space = null)
        where TOption : class, new()
        => new((context, parameter) => factory(context, parameter.AsType<TOption>()), space ?? new SearchSpace<TOption>(option))
        {
            EstimatorType = type,
            Parameter = Parameter.FromObject(option),
        };
}
