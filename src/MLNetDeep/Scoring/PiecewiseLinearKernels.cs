using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>The scales of bins of all features: (x - left) slope, held between lower and upper.</summary>
internal sealed class BinScale
{
    private readonly float[] _left; // [features, padded], as the next three
    private readonly float[] _slope;
    private readonly float[] _lower;
    private readonly float[] _upper;
    private readonly int _padded;

    public BinScale(
        int count, ReadOnlySpan<float> left, ReadOnlySpan<float> slope, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        Count = count;
        _padded = (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (_left, _slope, _lower, _upper) = (Spread(left), Spread(slope), Spread(lower), Spread(upper));
    }

    /// <summary>Bins of a feature.</summary>
    public int Count { get; }

    /// <summary>Writes the place of a number; up to a vector more than there are bins is written.</summary>
    public void Encode(int feature, float x, Span<float> code)
    {
        var value = new Vector<float>(x);
        for (int i = 0, at = feature * _padded; i < _padded; i += Vector<float>.Count, at += Vector<float>.Count)
        {
            Vector<float> place = (value - new Vector<float>(_left, at)) * new Vector<float>(_slope, at);
            Vector.Min(Vector.Max(place, new Vector<float>(_lower, at)), new Vector<float>(_upper, at)).CopyTo(code[i..]);
        }
    }

    private float[] Spread(ReadOnlySpan<float> values)
    {
        float[] result = new float[values.Length / Count * _padded];
        for (int i = 0; i < values.Length; i++)
            result[i / Count * _padded + i % Count] = values[i];
        return result;
    }
}

/// <summary>The places of all features side by side.</summary>
internal sealed class PiecewiseLinearKernel(int features, BinScale bins) : Kernel(features, checked(features * bins.Count))
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using Scratch code = Scratch.Take(Pad(bins.Count));
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < InputWidth; feature++)
            {
                bins.Encode(feature, input[row * InputStride + feature], code.Values);
                code.Values[..bins.Count].CopyTo(output[(row * OutputStride + feature * bins.Count)..]);
            }
        }
    }
}

/// <summary>A linear layer for each feature on its place.</summary>
internal sealed class PiecewiseLinearEmbeddingKernel(FeatureEmbedding embedding, BinScale bins) : FeatureEmbeddingKernel(embedding, bins.Count)
{
    protected override void Encode(int feature, float x, Span<float> code) => bins.Encode(feature, x, code);
}

/// <summary>A vector for each column's category.</summary>
internal sealed class CategoryEmbeddingKernel(int[] counts, int size, float[] weight) : Kernel(counts.Length, checked(counts.Length * size))
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            int start = 0;
            for (int column = 0; column < counts.Length; column++)
            {
                float x = input[row * InputStride + column];
                int index = start + (x >= 0 && x <= counts[column] ? (int)x : 0);
                weight.AsSpan(index * size, size).CopyTo(output[(row * OutputStride + column * size)..]);
                start += counts[column] + 1;
            }
        }
    }
}
