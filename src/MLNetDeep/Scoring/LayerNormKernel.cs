using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>Layer normalisation. Sums run in one order, whatever the row's place in memory, so that its bits do not depend on it.</summary>
internal sealed class LayerNormKernel : Kernel
{
    private readonly float[] _weight; // padded with zeros
    private readonly float[] _bias; // padded
    private readonly float _epsilon;

    public LayerNormKernel(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon)
        : base(weight.Length, weight.Length)
    {
        _weight = new float[Pad(weight.Length)];
        _bias = new float[Pad(weight.Length)];
        weight.CopyTo(_weight);
        bias.CopyTo(_bias);
        _epsilon = epsilon;
    }

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int row = 0; row < rows; row++)
            Normalize(input.Slice(row * _weight.Length, _weight.Length), output.Slice(row * _weight.Length, _weight.Length));
    }

    private void Normalize(ReadOnlySpan<float> x, Span<float> y)
    {
        int whole = InputWidth / Vector<float>.Count * Vector<float>.Count;
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < whole; i += Vector<float>.Count)
            sum += new Vector<float>(x[i..]);
        float total = Vector.Sum(sum);
        for (int i = whole; i < InputWidth; i++)
            total += x[i];
        float mean = total / InputWidth;

        sum = Vector<float>.Zero;
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector<float> off = new Vector<float>(x[i..]) - new Vector<float>(mean);
            sum += off * off;
        }

        float squares = Vector.Sum(sum);
        for (int i = whole; i < InputWidth; i++)
            squares += (x[i] - mean) * (x[i] - mean);
        var scale = new Vector<float>(1 / MathF.Sqrt(squares / InputWidth + _epsilon));
        for (int i = 0; i < _weight.Length; i += Vector<float>.Count)
        {
            Vector<float> z = (new Vector<float>(x[i..]) - new Vector<float>(mean)) * scale;
            (z * new Vector<float>(_weight, i) + new Vector<float>(_bias, i)).CopyTo(y[i..]);
        }
    }
}
