using System.Text.Json.Serialization;

namespace MLNetDeep.Forecasting;

/// <summary>Where the values of a column lie.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation; 1 where they do not differ.</param>
internal readonly record struct ValueScale(float Mean, float Deviation)
{
    [JsonIgnore]
    public bool IsUsable => float.IsFinite(Mean) && float.IsFinite(Deviation) && Deviation > 0;

    public float Encode(float value) => (value - Mean) / Deviation;

    public float Decode(float value) => (value * Deviation) + Mean;

    /// <summary>A scale near this one that float32 applies and undoes without rounding.</summary>
    public ValueScale ToExact() => new(0, (float)Math.ScaleB(1, Math.ILogB(Deviation)));

    /// <summary>Measures a column, without its missing values.</summary>
    /// <param name="values">Shape [steps, <paramref name="width"/>].</param>
    /// <param name="width">Columns.</param>
    /// <param name="column">Which of them.</param>
    public static ValueScale Measure(ReadOnlySpan<float> values, int width, int column)
    {
        var moments = new Moments();
        moments.Add(values, width, column);
        return moments.ToScale();
    }
}

/// <summary>Gathers mean and deviation, in a way that large means do not spoil (Welford 1962).</summary>
internal sealed class Moments
{
    // Below this share of the mean a deviation is float32's rounding.
    private const double Rounding = 1e-6;

    private double _squares;

    /// <summary>Values that were known.</summary>
    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Deviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    public void Add(ReadOnlySpan<float> values, int width, int column)
    {
        for (var index = column; index < values.Length; index += width)
        {
            if (float.IsNaN(values[index]))
                continue;
            Count++;
            var distance = values[index] - Mean;
            Mean += distance / Count;
            _squares += distance * (values[index] - Mean);
        }
    }

    public ValueScale ToScale()
    {
        var deviation = Deviation;
        return new ValueScale((float)Mean, deviation > Rounding * Math.Abs(Mean) ? (float)deviation : 1);
    }
}
