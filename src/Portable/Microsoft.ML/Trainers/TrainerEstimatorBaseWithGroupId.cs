using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class TrainerEstimatorBaseWithGroupId<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column GroupIdColumn;

    private protected TrainerEstimatorBaseWithGroupId(
        IHost host,
        SchemaShape.Column feature,
        SchemaShape.Column label,
        SchemaShape.Column weight = default,
        SchemaShape.Column groupId = default)
        : base(host, feature, label, weight) => GroupIdColumn = groupId;
}
