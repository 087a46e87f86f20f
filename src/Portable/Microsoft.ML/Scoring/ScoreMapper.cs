using static Microsoft.ML.Data.AnnotationUtils;
using static Microsoft.ML.Data.AnnotationUtils.Kinds;
using static Microsoft.ML.Data.DefaultColumnNames;

namespace Microsoft.ML.Data;

/// <summary>The columns that a model's prediction adds to a row, by task.</summary>
internal static class ScoreMapper
{
    private delegate void RowScorer(in VBuffer<float> features, Span<float> scores);

    private sealed record Output(string Name, DataViewType Type, string ValueKind, string[] Annotations,
        Func<Func<float[]>, Delegate> MakeGetter);

    public static RowMapper Binary(DataViewSchema schema, string feature, IScalarModel model, float threshold)
    {
        Output[] outputs =
        [
            Column(PredictedLabel, BooleanDataViewType.Instance, PredictedLabel,
                scores => scores[0] > threshold, ScoreColumnKind, ScoreValueKind, ScoreColumnSetId),
            Column(Score, NumberDataViewType.Single, Score, scores => scores[0], ScoreColumnKind, ScoreColumnSetId, ScoreValueKind),
        ];
        if (model is ICalibratedModel calibrated)
        {
            outputs = [.. outputs, Column(Probability, NumberDataViewType.Single, Probability,
                scores => calibrated.Probability(scores[0]), ScoreColumnKind, ScoreColumnSetId, IsNormalized, ScoreValueKind)];
        }
        return Make(schema, feature, model.FeatureCount, 1, Scalar(model), "BinaryClassification", null, outputs);
    }

    public static RowMapper Regression(DataViewSchema schema, string feature, IScalarModel model) =>
        Make(schema, feature, model.FeatureCount, 1, Scalar(model), "Regression", null,
            Column(Score, NumberDataViewType.Single, Score, scores => scores[0], ScoreColumnSetId, ScoreColumnKind, ScoreValueKind));

    /// <summary>The names of the classes are the values of the label that was trained on, where there is one for every class.</summary>
    public static RowMapper Multiclass(DataViewSchema schema, string feature, IVectorModel model, DataViewSchema.Column? trainLabel,
        string scoreName, string predictedLabelName) =>
        Make(schema, feature, model.FeatureCount, model.ClassCount, model.Score, "MulticlassClassification", trainLabel?.Annotations,
            Column(predictedLabelName, new KeyDataViewType(typeof(uint), model.ClassCount), PredictedLabel,
                scores => scores.Max() is var best && float.IsNaN(best) ? 0 : (uint)Array.IndexOf(scores, best) + 1, // NaNs only: no key
                ScoreColumnKind, ScoreValueKind, KeyValues, ScoreColumnSetId),
            Column(scoreName, new VectorDataViewType(NumberDataViewType.Single, model.ClassCount), Score,
                scores => new VBuffer<float>(scores.Length, [.. scores]), ScoreColumnKind, ScoreColumnSetId, ScoreValueKind,
                TrainingLabelValues, SlotNames));

    private static RowScorer Scalar(IScalarModel model) =>
        (in VBuffer<float> features, Span<float> scores) => scores[0] = model.Score(features);

    /// <summary>A column of values made from the scores of the current row; its annotations in the order that users see.</summary>
    private static Output Column<T>(
        string name, DataViewType type, string valueKind, Func<float[], T> valueOf, params string[] annotations) =>
        new(name, type, valueKind, annotations, scores => (ValueGetter<T>)((ref value) => value = valueOf(scores())));

    private static RowMapper Make(DataViewSchema schema, string featureName, int featureCount, int scoreCount, RowScorer scorer,
        string task, DataViewSchema.Annotations? labelAnnotations, params Output[] outputs)
    {
        var feature = RoleColumns.Find(schema, "Feature", featureName);
        Contracts.Check(feature.Type.GetItemType().Equals(NumberDataViewType.Single),
            $"Incompatible features column type item type: '{feature.Type.GetItemType()}' vs '{NumberDataViewType.Single}'");
        // A model of 0 features takes features of any width.
        Contracts.Check(feature.Type is VectorDataViewType vector && (featureCount == 0 || vector.Size == featureCount),
            $"Incompatible features column type: '{feature.Type}' vs '{new VectorDataViewType(NumberDataViewType.Single, featureCount)}'");

        // Each scoring of the same data gets a number of its own, by which its columns are known to belong together.
        var setId = schema.GetMaxAnnotationKind(ScoreColumnSetId) + 1;
        var names = labelAnnotations?.Schema.GetColumnOrNull(KeyValues);
        if (names?.Type.GetVectorSize() != scoreCount)
            names = null;
        var columns = Array.ConvertAll(outputs, output => new DataViewSchema.DetachedColumn(output.Name, output.Type, Annotate(output)));
        var scorings = new ConditionalWeakTable<DataViewRow, Func<float[]>>(); // the getters over a row share its scores
        return new RowMapper(columns, Array.ConvertAll(outputs, _ => new[] { feature }),
            (row, i) => outputs[i].MakeGetter(scorings.GetValue(row, _ => Scoring(row, feature, scoreCount, scorer))));

        DataViewSchema.Annotations Annotate(Output output)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            foreach (var kind in output.Annotations)
            {
                if (kind == ScoreColumnSetId)
                    builder.AddPrimitiveValue(kind, ScoreColumnSetIdType, setId);
                else if (kind == IsNormalized)
                    builder.AddIsNormalized();
                else if (kind == ScoreColumnKind)
                    builder.AddPrimitiveValue(kind, TextDataViewType.Instance, task.AsMemory());
                else if (kind == ScoreValueKind)
                    builder.AddPrimitiveValue(kind, TextDataViewType.Instance, output.ValueKind.AsMemory());
                else if (names is { } column && (kind != SlotNames || column.Type.GetItemType() is TextDataViewType))
                    builder.Add(kind, column.Type, labelAnnotations!.GetGetterInternal(column.Index));
            }
            return builder.ToAnnotations();
        }
    }

    /// <summary>The scores of the row that a cursor stands on, computed once a row.</summary>
    private static Func<float[]> Scoring(DataViewRow row, DataViewSchema.Column feature, int scoreCount, RowScorer scorer)
    {
        var getFeatures = row.GetGetter<VBuffer<float>>(row.Schema[feature.Index]);
        var scores = new float[scoreCount];
        VBuffer<float> features = default;
        var position = -1L;
        return () =>
        {
            if (position != row.Position)
            {
                getFeatures(ref features);
                scorer(features, scores);
                position = row.Position;
            }
            return scores;
        };
    }
}
