using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.RowMapping;

namespace MLNetDeep.Spectrograms;

/// <summary>The spectrogram of the row that a cursor stands on, computed straight into the reader's buffer.</summary>
internal sealed class SpectrogramValues : RowValues
{
    private readonly SpectrogramPlan _plan;
    private readonly SignalShape _shape;
    private readonly string _name;
    private readonly ValueGetter<VBuffer<float>> _get;
    private readonly float[] _signal; // [channels, samples], or [samples, channels]
    private readonly SpectrogramBuffers _buffers;
    private VBuffer<float> _read;

    public SpectrogramValues(SpectrogramPlan plan, SignalShape shape, DataViewRow row, DataViewSchema.Column column) : base(row)
    {
        _plan = plan;
        _shape = shape;
        _name = column.Name;
        _get = row.GetGetter<VBuffer<float>>(column);
        _signal = new float[shape.SampleCount * plan.ChannelCount];
        _buffers = plan.CreateBuffers(shape);
    }

    public override Delegate CreateGetter(int output) => (ValueGetter<VBuffer<float>>)Get;

    private void Get(ref VBuffer<float> value)
    {
        _get(ref _read);
        if (_read.Length != _signal.Length)
        {
            throw new InvalidOperationException(
                $"Signal column '{_name}' must be {_signal.Length} values long in every row, but was {_read.Length} in row {RowNumber}.");
        }
        _read.CopyTo(_signal);
        var editor = VBufferEditor.Create(ref value, _plan.ChannelCount * _plan.Bands.Count * _shape.FrameCount);
        _plan.Compute(_signal, _shape, editor.Values, _buffers);
        value = editor.Commit();
    }
}
