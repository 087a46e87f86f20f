using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.RowMapping;
using MLNetDeep.Scoring;

namespace MLNetDeep.Explanations;

/// <summary>The map of the row that a cursor stands on.</summary>
internal sealed class GradCamValues(ClassMap map, Grid target, bool isNormalized, BoundInputs inputs, DataViewRow row) : RowValues(row)
{
    private readonly FeatureReader _reader = new(row, inputs);
    private readonly float[] _raw = new float[inputs.Columns.Width];
    private readonly float[] _map = new float[map.Grid.PixelCount];

    public override Delegate CreateGetter(int output) => (ValueGetter<VBuffer<float>>)Get;

    private void Get(ref VBuffer<float> value)
    {
        _reader.Read(RowNumber, _raw);
        map.Compute(_raw, _map);
        for (var i = 0; i < _map.Length; i++)
            _map[i] = Math.Max(0, _map[i]); // what speaks against the class is no evidence for it
        var editor = VBufferEditor.Create(ref value, target.PixelCount);
        MapSize.Stretch(_map, map.Grid.Height, map.Grid.Width, editor.Values, target.Height, target.Width);
        if (isNormalized && TensorPrimitives.Max<float>(editor.Values) is > 0 and var largest)
            TensorPrimitives.Divide(editor.Values, largest, editor.Values);
        value = editor.Commit();
    }
}
