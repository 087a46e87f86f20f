using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training;

/// <summary>What input normalisation learned from the training rows.</summary>
internal sealed class InputNormalization
{
    private InputNormalization(InputNormalizationSpec spec, float[] median, float[] scale)
    {
        Spec = spec;
        Median = median;
        Scale = scale;
    }

    /// <summary>The first layer of the network to train.</summary>
    public InputNormalizationSpec Spec { get; }

    /// <summary>Shape [features]; 0 for a column without any value.</summary>
    public float[] Median { get; }

    /// <summary>Shape [features]; 0 for a constant column, which then says nothing.</summary>
    public float[] Scale { get; }

    /// <summary>Width of a row after the layer.</summary>
    public int OutputWidth => Median.Length + Spec.IndicatorColumns.Count;

    /// <summary>Learns medians, scales and the columns that miss values (RealMLP's robust scale, arXiv:2407.04491).</summary>
    /// <param name="features">The table; NaN is a missing value.</param>
    /// <param name="rows">The training rows; no other row is looked at.</param>
    public static InputNormalization Fit(TensorTable features, ReadOnlySpan<int> rows)
    {
        (float[] median, float[] scale) = (new float[features.Width], new float[features.Width]);
        var indicators = new List<int>();
        float[] values = new float[rows.Length];
        for (int column = 0; column < features.Width; column++)
        {
            int count = 0;
            foreach (int row in rows)
            {
                float value = features.Row(row)[column];
                if (!float.IsNaN(value))
                    values[count++] = value;
            }

            if (count < rows.Length)
                indicators.Add(column);
            (median[column], scale[column]) = Describe(values.AsSpan(0, count));
        }

        return new InputNormalization(new InputNormalizationSpec(indicators), median, scale);
    }

    /// <summary>Normalises a whole table with the code that scores later, so that training and scoring see the same bits.</summary>
    public TensorTable Apply(TensorTable features)
    {
        ForwardPlan plan = ForwardPlan.Compile(new NetworkSpec([features.Width], [Spec]), [.. Median, .. Scale]);
        float[] values = new float[checked(features.RowCount * OutputWidth)];
        plan.Run(features.Values, features.RowCount, values);
        return new TensorTable(features.RowCount, OutputWidth, values);
    }

    /// <summary>Writes what was learned into the flat tensors of a network whose first layer this is.</summary>
    public void WriteTo(NetworkSpec network, Span<float> tensors)
    {
        foreach (TensorSpec tensor in network.GetTensors(0))
            (tensor.Source.Name == "median" ? Median : Scale).CopyTo(tensors[tensor.Offset..]);
    }

    private static (float Median, float Scale) Describe(Span<float> values)
    {
        if (values.IsEmpty)
            return (0, 0);
        values.Sort();
        double spread = Quantile(values, 0.75) - Quantile(values, 0.25);
        double range = (double)values[^1] - values[0];
        double scale = spread > 0 ? 1 / spread : range > 0 ? 2 / range : 0;
        return ((float)Quantile(values, 0.5), (float)Math.Min(scale, float.MaxValue));
    }

    /// <summary>Linear interpolation between order statistics, as NumPy does by default.</summary>
    internal static double Quantile(ReadOnlySpan<float> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] + ((double)sorted[below + 1] - sorted[below]) * rest;
    }
}
