namespace Microsoft.ML
{
    public interface IPredictionTransformer<out TModel> : ITransformer where TModel : class
    {
        TModel Model { get; }
    }

    public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel> where TModel : class
    {
        string FeatureColumnName { get; }
        DataViewType FeatureColumnType { get; }
    }

    /// <summary>The same, for callers that do not care for the model's type, as permutation importance.</summary>
    internal interface ISingleFeaturePredictionTransformer : ITransformer
    {
        string FeatureColumnName { get; }
    }
}

namespace Microsoft.ML.Trainers
{
    public interface ITrainerEstimator<out TTransformer, out TModel> : IEstimator<TTransformer>
        where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
    {
        TrainerInfo Info { get; }
    }
}
