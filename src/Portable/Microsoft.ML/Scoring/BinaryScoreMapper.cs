namespace Microsoft.ML.Data;

/// <summary>Adds PredictedLabel and Score, and Probability where the model is calibrated.</summary>
internal sealed class BinaryScoreMapper(DataViewSchema schema, string featureName, IScalarModel model, float threshold)
    : ScoreMapper(schema, featureName, model.FeatureCount, AnnotationUtils.Const.ScoreColumnKind.BinaryClassification)
{
    private readonly ICalibratedModel? _calibrated = model as ICalibratedModel;

    private protected override int OutputCount => _calibrated is null ? 2 : 3;

    private protected override DataViewSchema.DetachedColumn[] MakeColumns(uint setId)
    {
        var label = new DataViewSchema.Annotations.Builder().AddColumnKind(ScoreColumnKind)
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.PredictedLabel).AddSetId(setId)
            .ToColumn(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance);
        var score = new DataViewSchema.Annotations.Builder().AddColumnKind(ScoreColumnKind).AddSetId(setId)
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.Score)
            .ToColumn(DefaultColumnNames.Score, NumberDataViewType.Single);
        if (_calibrated is null)
            return [label, score];
        var probability = new DataViewSchema.Annotations.Builder().AddColumnKind(ScoreColumnKind).AddSetId(setId).AddIsNormalized()
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.Probability)
            .ToColumn(DefaultColumnNames.Probability, NumberDataViewType.Single);
        return [label, score, probability];
    }

    private protected override Delegate[] MakeGetters(DataViewRow row, ValueGetter<VBuffer<float>> features)
    {
        var rowScore = new ScalarRowScore(row, features, model);
        ValueGetter<bool> label = (ref bool value) => value = rowScore.Get() > threshold;
        ValueGetter<float> score = (ref float value) => value = rowScore.Get();
        if (_calibrated is not { } calibrated)
            return [label, score];
        ValueGetter<float> probability = (ref float value) => value = calibrated.Probability(rowScore.Get());
        return [label, score, probability];
    }
}
