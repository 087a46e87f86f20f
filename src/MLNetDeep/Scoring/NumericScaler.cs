using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Scales the numeric features of one row.</summary>
internal abstract class NumericScaler
{
    /// <summary>Larger sizes are brought down to this, so that an infinite value stays a number; its square still fits.</summary>
    internal const float Huge = 1e15f;

    /// <summary>Scales a row.</summary>
    /// <param name="x">Shape [at least the padded feature count].</param>
    /// <param name="y">The same shape; what lies behind the features may be overwritten.</param>
    public abstract void Run(ReadOnlySpan<float> x, Span<float> y);

    public static NumericScaler Create(InputNormalizationSpec spec, int featureCount, LayerWeights weights) => spec.Scaling switch
    {
        NumericScaling.RobustSmoothClip =>
            new RobustScaler(weights["median"][..featureCount], weights["scale"][..featureCount]),
        NumericScaling.Standardize => new AffineScaler(weights["median"], weights["mean"], weights["scale"]),
        NumericScaling.Quantile => new QuantileScaler(featureCount, weights["quantiles"]),
        _ => new AffineScaler(weights["median"], default, default),
    };

    /// <summary>z = (x - median) * scale, then z / sqrt(1 + (z/3)^2), which is bounded by 3; NaN becomes 0, the median.</summary>
    public static Vector<float> RobustSmoothClip(Vector<float> x, Vector<float> median, Vector<float> scale)
    {
        Vector<float> z = (x - median) * scale;
        z = Vector.ConditionalSelect(Vector.Equals(z, z), z, Vector<float>.Zero);
        z = Clamp(z);
        Vector<float> third = z * new Vector<float>(1f / 3f);
        return z / Vector.SquareRoot(Vector<float>.One + third * third);
    }

    protected static Vector<float> Clamp(Vector<float> z) => Vector.Min(Vector.Max(z, new Vector<float>(-Huge)), new Vector<float>(Huge));

    protected static float[] Padded(ReadOnlySpan<float> values)
    {
        float[] padded = new float[Kernel.Pad(values.Length)];
        values.CopyTo(padded);
        return padded;
    }

    private sealed class RobustScaler(ReadOnlySpan<float> median, ReadOnlySpan<float> scale) : NumericScaler
    {
        private readonly float[] _median = Padded(median);
        private readonly float[] _scale = Padded(scale);

        public override void Run(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < _median.Length; i += Vector<float>.Count)
                RobustSmoothClip(new Vector<float>(x[i..]), new Vector<float>(_median, i), new Vector<float>(_scale, i)).CopyTo(y[i..]);
        }
    }

    /// <summary>(x - mean) * scale, NaN as the median; without mean and scale as it is.</summary>
    private sealed class AffineScaler : NumericScaler
    {
        private readonly float[] _median;
        private readonly float[] _mean;
        private readonly float[] _scale;

        public AffineScaler(ReadOnlySpan<float> median, ReadOnlySpan<float> mean, ReadOnlySpan<float> scale)
        {
            _median = Padded(median);
            _mean = mean.IsEmpty ? new float[_median.Length] : Padded(mean);
            _scale = new float[_median.Length];
            if (scale.IsEmpty)
                Array.Fill(_scale, 1);
            else
                scale.CopyTo(_scale);
        }

        public override void Run(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < _median.Length; i += Vector<float>.Count)
            {
                var value = new Vector<float>(x[i..]);
                value = Vector.ConditionalSelect(Vector.Equals(value, value), value, new Vector<float>(_median, i));
                Clamp((Clamp(value) - new Vector<float>(_mean, i)) * new Vector<float>(_scale, i)).CopyTo(y[i..]);
            }
        }
    }
}
