namespace Microsoft.ML.AutoML;

/// <summary>Puts estimators and pipelines in a row; several in one call are alternatives.</summary>
public static class SweepableExtension
{
    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepableEstimator estimator1)
        => Start(estimator).Append(estimator1);

    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepablePipeline pipeline)
        => Start(estimator).Append(pipeline);

    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, params SweepableEstimator[] estimators)
        => Start(estimator).Append(estimators);

    public static SweepablePipeline Append(this SweepablePipeline pipeline, IEstimator<ITransformer> estimator)
        => pipeline.Append(Fixed(estimator));

    public static SweepablePipeline Append(this SweepableEstimator estimator, SweepablePipeline estimator1)
        => new SweepablePipeline().Append(estimator).Append(estimator1);

    public static SweepablePipeline Append(this SweepableEstimator estimator, IEstimator<ITransformer> estimator1)
        => new SweepablePipeline().Append(estimator).Append(Fixed(estimator1));

    public static SweepablePipeline Append(this SweepableEstimator estimator, params SweepableEstimator[] estimators)
        => new SweepablePipeline().Append(estimator).Append(estimators);

    private static SweepablePipeline Start(IEstimator<ITransformer> estimator) => new SweepablePipeline().Append(Fixed(estimator));

    /// <summary>An estimator without a setting.</summary>
    private static SweepableEstimator Fixed(IEstimator<ITransformer> estimator) => new((_, _) => estimator, []);
}
