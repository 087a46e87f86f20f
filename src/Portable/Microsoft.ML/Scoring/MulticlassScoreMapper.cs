namespace Microsoft.ML.Data;

/// <summary>Adds PredictedLabel and the vector Score, with the values of the label that was trained on.</summary>
internal sealed class MulticlassScoreMapper(
    DataViewSchema schema, string featureName, IVectorModel model, DataViewSchema.Column? trainLabel,
    string scoreName, string predictedLabelName)
    : ScoreMapper(schema, featureName, model.FeatureCount, AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification)
{
    private protected override int OutputCount => 2;

    private protected override DataViewSchema.DetachedColumn[] MakeColumns(uint setId)
    {
        var label = new DataViewSchema.Annotations.Builder().AddColumnKind(ScoreColumnKind)
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        var score = new DataViewSchema.Annotations.Builder().AddColumnKind(ScoreColumnKind).AddSetId(setId)
            .AddValueKind(AnnotationUtils.Const.ScoreValueKind.Score);
        // Class names, where there is one for every class.
        if (trainLabel?.Annotations is { } annotations
            && annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues) is { Type: VectorDataViewType type } values
            && type.Size == model.ClassCount)
        {
            var getter = annotations.GetGetterInternal(values.Index);
            label.Add(AnnotationUtils.Kinds.KeyValues, type, getter);
            score.Add(AnnotationUtils.Kinds.TrainingLabelValues, type, getter);
            if (type.ItemType is TextDataViewType)
                score.Add(AnnotationUtils.Kinds.SlotNames, type, getter);
        }
        label.AddSetId(setId);
        return
        [
            label.ToColumn(predictedLabelName, new KeyDataViewType(typeof(uint), model.ClassCount)),
            score.ToColumn(scoreName, new VectorDataViewType(NumberDataViewType.Single, model.ClassCount)),
        ];
    }

    private protected override Delegate[] MakeGetters(DataViewRow row, ValueGetter<VBuffer<float>> features)
    {
        var scores = new float[model.ClassCount];
        VBuffer<float> input = default;
        var position = -1L;

        void Update()
        {
            if (position == row.Position)
                return;
            features(ref input);
            model.Score(input, scores);
            position = row.Position;
        }

        ValueGetter<uint> label = (ref uint value) =>
        {
            Update();
            value = (uint)(IndexOfLargest(scores) + 1); // no finite score: 0, the missing key
        };
        ValueGetter<VBuffer<float>> score = (ref VBuffer<float> value) =>
        {
            Update();
            var editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return [label, score];
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
