using System.Numerics.Tensors;

namespace MLNetDeep.Scoring;

/// <summary>Each row for every member.</summary>
internal sealed class EnsembleViewKernel(int members, int width) : Kernel(width, width)
{
    public override int OutputStride => members * Pad(OutputWidth);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * InputStride, InputStride);
            for (int member = 0; member < members; member++)
                x.CopyTo(output[(row * OutputStride + member * InputStride)..]);
        }
    }
}

/// <summary>A scale and a shift for each member and column.</summary>
internal sealed class MemberAffineKernel : Kernel
{
    private readonly float[] _scale; // [members, padded]
    private readonly float[]? _shift; // [members, padded]

    /// <param name="members">Number of members.</param>
    /// <param name="width">Columns of each.</param>
    /// <param name="scale">Shape [members, width].</param>
    /// <param name="shift">Shape [members, width], or empty.</param>
    public MemberAffineKernel(int members, int width, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
        : base(width, width)
    {
        _scale = Spread(members, scale);
        _shift = shift.IsEmpty ? null : Spread(members, shift);
    }

    public override int InputStride => _scale.Length;

    public override int OutputStride => _scale.Length;

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int start = 0; start < rows * _scale.Length; start += _scale.Length)
        {
            ReadOnlySpan<float> x = input.Slice(start, _scale.Length);
            Span<float> y = output.Slice(start, _scale.Length);
            if (_shift is null)
                TensorPrimitives.Multiply(x, _scale, y);
            else
                TensorPrimitives.MultiplyAdd(x, _scale, _shift, y);
        }
    }

    private float[] Spread(int members, ReadOnlySpan<float> values)
    {
        float[] result = new float[members * Pad(InputWidth)];
        for (int member = 0; member < members; member++)
            values.Slice(member * InputWidth, InputWidth).CopyTo(result.AsSpan(member * Pad(InputWidth)));
        return result;
    }
}

/// <summary>A linear layer for each member.</summary>
internal sealed class MemberLinearKernel : Kernel
{
    private readonly LinearKernel[] _linears;

    /// <param name="members">Number of members.</param>
    /// <param name="inputs">Columns of each.</param>
    /// <param name="outputs">Columns made of them.</param>
    /// <param name="weight">Shape [members, outputs, inputs].</param>
    /// <param name="bias">Shape [members, outputs].</param>
    public MemberLinearKernel(int members, int inputs, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
        : base(inputs, outputs)
    {
        _linears = new LinearKernel[members];
        for (int member = 0; member < members; member++)
        {
            _linears[member] = new LinearKernel(
                inputs, outputs, weight.Slice(member * outputs * inputs, outputs * inputs), bias.Slice(member * outputs, outputs));
        }
    }

    public override int InputStride => _linears.Length * Pad(InputWidth);

    public override int OutputStride => _linears.Length * Pad(OutputWidth);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int from, int to) = (Pad(InputWidth), Pad(OutputWidth));
        for (int member = 0; member < _linears.Length; member++)
            _linears[member].Run(input[(member * from)..], InputStride, output[(member * to)..], OutputStride, rows);
    }
}
