using static Microsoft.ML.Data.AnnotationUtils;
using static Microsoft.ML.Data.AnnotationUtils.Kinds;

namespace Microsoft.ML.Data;

/// <summary>The columns that a model's prediction adds to a row, by task.</summary>
internal static class ScoreMapper
{
    private delegate void RowScorer(in VBuffer<float> features, Span<float> scores);

    /// <summary>A column: its annotations in the order that users see, and its getter over the scores of the current row.</summary>
    private sealed record Output(
        string Name, DataViewType Type, string ValueKind, string[] Annotations, Func<Func<float[]>, Delegate> MakeGetter);

    public static IRowMapper Binary(DataViewSchema schema, string feature, IScalarModel model, float threshold)
    {
        Output label = new(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, Const.ScoreValueKind.PredictedLabel,
            [ScoreColumnKind, ScoreValueKind, ScoreColumnSetId],
            scores => (ValueGetter<bool>)((ref bool value) => value = scores()[0] > threshold));
        Output[] outputs = [label, ScalarScore(ScoreColumnKind, ScoreColumnSetId, ScoreValueKind)];
        if (model is ICalibratedModel calibrated)
        {
            outputs = [.. outputs, new(DefaultColumnNames.Probability, NumberDataViewType.Single, Const.ScoreValueKind.Probability,
                [ScoreColumnKind, ScoreColumnSetId, IsNormalized, ScoreValueKind],
                scores => (ValueGetter<float>)((ref float value) => value = calibrated.Probability(scores()[0])))];
        }
        return Scalar(schema, feature, model, Const.ScoreColumnKind.BinaryClassification, outputs);
    }

    public static IRowMapper Regression(DataViewSchema schema, string feature, IScalarModel model) =>
        Scalar(schema, feature, model, Const.ScoreColumnKind.Regression, ScalarScore(ScoreColumnSetId, ScoreColumnKind, ScoreValueKind));

    /// <summary>The names of the classes are the values of the label that was trained on, where there is one for every class.</summary>
    public static IRowMapper Multiclass(DataViewSchema schema, string feature, IVectorModel model, DataViewSchema.Column? trainLabel,
        string scoreName, string predictedLabelName)
    {
        Output label = new(predictedLabelName, new KeyDataViewType(typeof(uint), model.ClassCount),
            Const.ScoreValueKind.PredictedLabel, [ScoreColumnKind, ScoreValueKind, KeyValues, ScoreColumnSetId],
            scores => (ValueGetter<uint>)((ref uint value) => value = (uint)(IndexOfLargest(scores()) + 1))); // NaNs: the missing key
        Output score = new(scoreName, new VectorDataViewType(NumberDataViewType.Single, model.ClassCount),
            Const.ScoreValueKind.Score, [ScoreColumnKind, ScoreColumnSetId, ScoreValueKind, TrainingLabelValues, SlotNames],
            scores => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var current = scores();
                var editor = VBufferEditor.Create(ref value, current.Length);
                current.CopyTo(editor.Values);
                value = editor.Commit();
            }));
        return Make(schema, feature, model.FeatureCount, model.ClassCount, model.Score,
            Const.ScoreColumnKind.MulticlassClassification, trainLabel?.Annotations, label, score);
    }

    private static Output ScalarScore(params string[] annotations) =>
        new(DefaultColumnNames.Score, NumberDataViewType.Single, Const.ScoreValueKind.Score, annotations,
            scores => (ValueGetter<float>)((ref float value) => value = scores()[0]));

    private static RowMapper Scalar(
        DataViewSchema schema, string feature, IScalarModel model, string task, params Output[] outputs) =>
        Make(schema, feature, model.FeatureCount, 1, (in VBuffer<float> features, Span<float> scores) => scores[0] = model.Score(features),
            task, null, outputs);

    private static RowMapper Make(DataViewSchema schema, string featureName, int featureCount, int scoreCount, RowScorer scorer,
        string task, DataViewSchema.Annotations? labelAnnotations, params Output[] outputs)
    {
        var feature = ScoredData.Find(schema, "Feature", featureName);
        if (!feature.Type.GetItemType().Equals(NumberDataViewType.Single))
        {
            throw Contracts.Except(
                $"Incompatible features column type item type: '{feature.Type.GetItemType()}' vs '{NumberDataViewType.Single}'");
        }
        // A model of 0 features takes features of any width.
        if (feature.Type is not VectorDataViewType vector || (featureCount > 0 && vector.Size != featureCount))
        {
            throw Contracts.Except($"Incompatible features column type: '{feature.Type}' vs "
                + $"'{new VectorDataViewType(NumberDataViewType.Single, featureCount)}'");
        }

        // Each scoring of the same data gets a number of its own, by which its columns are known to belong together.
        var setId = schema.GetMaxAnnotationKind(out _, ScoreColumnSetId) + 1;
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

    private static int IndexOfLargest(float[] scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsNaN(scores[i]) && (best < 0 || scores[i] > scores[best]))
                best = i;
        }
        return best;
    }
}
