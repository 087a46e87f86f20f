using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training;

/// <summary>The first layer of a convolutional network: the mean and the deviation of each channel over the training rows.</summary>
internal sealed class ChannelNormalization : InputEncoding
{
    private readonly ChannelScaler _scaler;

    public ChannelNormalization(ChannelNormalizationSpec spec, IReadOnlyDictionary<string, float[]> tensors)
        : base(spec, spec.InputWidth, tensors) => _scaler = new ChannelScaler(spec, tensors["mean"], tensors["scale"]);

    /// <summary>Encoded bytes take four times the room, and every epoch changes the rows anew.</summary>
    public override bool IsLazy => true;

    /// <summary>Fits the layer.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="rawRows">Raw rows; NaN is a missing value.</param>
    /// <param name="rows">The training rows; no other row is looked at.</param>
    public static ChannelNormalization Fit(ChannelNormalizationSpec spec, RawRows rawRows, ReadOnlySpan<int> rows)
    {
        int channels = spec.Shape.Channels;
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        long[] counts = new long[channels];
        float[] values = new float[rawRows.Width];
        float[] shifts = FirstValues(spec, rawRows, rows);
        foreach (int row in rows)
        {
            rawRows.Read(row, values);
            for (int i = 0; i < values.Length; i++)
            {
                int channel = spec.Shape.ChannelOf(i);
                double value = (double)values[i] - shifts[channel]; // a shift keeps digits where the mean is large
                if (double.IsNaN(value))
                    continue;
                sums[channel] += value;
                squares[channel] += value * value;
                counts[channel]++;
            }
        }

        var mean = new float[channels];
        var scale = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double center = counts[c] == 0 ? 0 : sums[c] / counts[c];
            double deviation = counts[c] == 0 ? 0 : Math.Sqrt(Math.Max(0, squares[c] / counts[c] - center * center));
            mean[c] = (float)(shifts[c] + center);
            scale[c] = deviation > 0 ? (float)Math.Min(1 / deviation, float.MaxValue) : 0;
        }

        return new ChannelNormalization(spec, new Dictionary<string, float[]> { ["mean"] = mean, ["scale"] = scale });
    }

    public override void Encode(ReadOnlySpan<float> cells, bool areBytes, int rowCount, Span<float> encoded)
    {
        int stride = RawRows.CellCount(InputWidth, areBytes);
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<float> raw = cells.Slice(row * stride, stride);
            Span<float> target = encoded.Slice(row * OutputWidth, OutputWidth);
            if (areBytes)
                _scaler.Run(RawRows.BytesOf(raw, InputWidth), target);
            else
                _scaler.Run(raw, target, OutputShape[^1]);
        }
    }

    /// <summary>For each channel a value that is there; 0 for one without any.</summary>
    private static float[] FirstValues(ChannelNormalizationSpec spec, RawRows rawRows, ReadOnlySpan<int> rows)
    {
        float[] first = new float[spec.Shape.Channels];
        float[] values = new float[rawRows.Width];
        rawRows.Read(rows[0], values);
        for (int i = values.Length - 1; i >= 0; i--)
            if (!float.IsNaN(values[i]))
                first[spec.Shape.ChannelOf(i)] = values[i];
        return first;
    }
}
