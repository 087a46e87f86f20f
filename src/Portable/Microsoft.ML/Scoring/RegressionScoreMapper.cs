namespace Microsoft.ML.Data;

/// <summary>Adds Score.</summary>
internal sealed class RegressionScoreMapper(DataViewSchema schema, string featureName, IScalarModel model)
    : ScoreMapper(schema, featureName, model.FeatureCount, AnnotationUtils.Const.ScoreColumnKind.Regression)
{
    private protected override int OutputCount => 1;

    private protected override DataViewSchema.DetachedColumn[] MakeColumns(uint setId) =>
    [
        new DataViewSchema.Annotations.Builder().AddSetId(setId).AddColumnKind(ScoreColumnKind)
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.Score)
            .ToColumn(DefaultColumnNames.Score, NumberDataViewType.Single),
    ];

    private protected override Delegate[] MakeGetters(DataViewRow row, ValueGetter<VBuffer<float>> features)
    {
        var rowScore = new ScalarRowScore(row, features, model);
        return [(ValueGetter<float>)((ref float value) => value = rowScore.Get())];
    }
}
