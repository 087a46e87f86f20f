using System.Numerics.Tensors;
using MLNetDeep.Networks.Modules;

namespace MLNetDeep.Training.Managed;

/// <summary>Dropout by the masks that libtorch's layer takes: the same numbers in the same order.</summary>
internal sealed class DropoutLayer(ManagedContext context, double probability)
    : ManagedLayer(context.Input, context.Output(context.Input.Width))
{
    private const int MaskUnit = 8;
    private readonly StepState _step = context.Step;
    private float[] _mask = []; // rows without padding
    private bool _isMasked;

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        double chance = probability * _step.DropoutFactor;
        _isMasked = isTraining && chance != 0;
        if (_isMasked)
        {
            int length = (Input.RowCount * Input.Width + MaskUnit - 1) / MaskUnit * MaskUnit;
            if (_mask.Length < length)
                _mask = new float[length];
            _step.Masks.Fill(_mask.AsSpan(0, length), 1 - chance);
        }

        Pass(Input.Values, Output.Values);
    }

    public override void Backward()
    {
        if (Input.NeedsGradients)
            Pass(Output.Gradients, Input.Gradients);
    }

    private void Pass(float[] from, float[] to)
    {
        if (!_isMasked)
        {
            from.AsSpan(0, Input.Length).CopyTo(to);
            return;
        }

        if (Input.Stride == Input.Width)
        {
            TensorPrimitives.Multiply(from.AsSpan(0, Input.Length), _mask.AsSpan(0, Input.Length), to);
            return;
        }

        for (int row = 0; row < Input.RowCount; row++)
        {
            int at = row * Input.Stride;
            TensorPrimitives.Multiply(from.AsSpan(at, Input.Width), _mask.AsSpan(row * Input.Width, Input.Width), to.AsSpan(at));
        }
    }
}
