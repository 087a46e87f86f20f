using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.RowMapping;
using MLNetDeep.Scoring;

namespace MLNetDeep.Explanations;

/// <summary>A layer's output for the row that a cursor stands on, computed straight into the reader's buffer.</summary>
internal sealed class DeepFeaturesValues(ForwardPlan plan, BoundInputs inputs, DataViewRow row) : RowValues(row)
{
    private readonly FeatureReader _reader = new(row, inputs);
    private readonly float[] _raw = new float[plan.InputWidth];

    public override Delegate CreateGetter(int output) => (ValueGetter<VBuffer<float>>)Get;

    private void Get(ref VBuffer<float> value)
    {
        _reader.Read(RowNumber, _raw);
        var editor = VBufferEditor.Create(ref value, plan.OutputWidth);
        plan.Run(_raw, 1, editor.Values);
        value = editor.Commit();
    }
}
