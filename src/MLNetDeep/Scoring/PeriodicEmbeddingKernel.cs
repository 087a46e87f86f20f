using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>Waves of each feature: cos(2 pi x w + b), or the cosines and then the sines of 2 pi x w.</summary>
internal sealed class PeriodicEmbeddingKernel : FeatureEmbeddingKernel
{
    private readonly float[] _frequency; // [features, padded], times 2 pi
    private readonly float[]? _phase; // [features, padded]
    private readonly int _count;
    private readonly int _padded;

    public PeriodicEmbeddingKernel(FeatureEmbedding embedding, int count, ReadOnlySpan<float> frequency, ReadOnlySpan<float> phase)
        : base(embedding, phase.IsEmpty ? 2 * count : count)
    {
        _count = count;
        _padded = (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _frequency = Spread(frequency, 2 * MathF.PI);
        _phase = phase.IsEmpty ? null : Spread(phase, 1);
    }

    protected override void Encode(int feature, float x, Span<float> code)
    {
        int start = feature * _padded;
        for (int i = 0; i < _padded; i += Vector<float>.Count)
        {
            Vector<float> angle = new Vector<float>(_frequency, start + i) * x;
            VectorMath.Cos(_phase is null ? angle : angle + new Vector<float>(_phase, start + i)).CopyTo(code[i..]);
        }

        for (int i = 0; i < _padded && _phase is null; i += Vector<float>.Count)
            VectorMath.Sin(new Vector<float>(_frequency, start + i) * x).CopyTo(code[(_count + i)..]);
    }

    private float[] Spread(ReadOnlySpan<float> values, float factor)
    {
        float[] result = new float[values.Length / _count * _padded];
        for (int i = 0; i < values.Length; i++)
            result[i / _count * _padded + i % _count] = values[i] * factor;
        return result;
    }
}
