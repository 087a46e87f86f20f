using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;

namespace MLNetDeep.Tasks;

/// <summary>A number to predict, or several: the label is a float, or a float vector of known length.</summary>
internal sealed class RegressionTask : LearningTask
{
    public static readonly RegressionTask Instance = new();

    public override string Name => "regression";

    public override bool IsStratified => false;

    public override string ExpectedLabelType => "Single";

    public override bool Accepts(SchemaShape.Column label) =>
        label.Kind != SchemaShape.Column.VectorKind.VariableVector && !label.IsKey && label.ItemType.RawType == typeof(float);

    public override IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label) =>
        [SchemaShapes.Column("Score", label.Kind, NumberDataViewType.Single, isKey: false, ScoreAnnotations.Promise())];

    public override int TargetWidth(DataViewSchema.Column label) => label.Type is VectorDataViewType vector ? vector.Size : 1;

    public override TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<float>>(label);
            VBuffer<float> values = default;
            return (rowNumber, target) =>
            {
                getVector(ref values);
                values.CopyTo(target);
                Check(label.Name, rowNumber, target);
            };
        }
        var getValue = row.GetGetter<float>(label);
        return (rowNumber, target) =>
        {
            getValue(ref target[0]);
            Check(label.Name, rowNumber, target);
        };
    }

    public override TaskHead CreateHead(DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows)
    {
        var width = TargetWidth(label);
        var scales = new TargetScale[width];
        for (var target = 0; target < width; target++)
            scales[target] = TargetScale.Measure(targets, trainRows, width, target);
        return new RegressionHead(scales, label.Type is VectorDataViewType);
    }

    public override TaskHead ReadHead(JsonObject json) =>
        new RegressionHead(json.Required<TargetScale[]>("targets"), json.Required<bool>("isVector"));

    private static void Check(string column, long rowNumber, ReadOnlySpan<float> target)
    {
        foreach (var value in target)
        {
            if (!float.IsFinite(value))
                throw LabelErrors.NotFinite(column, rowNumber, value);
        }
    }
}
