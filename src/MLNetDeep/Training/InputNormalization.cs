using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>The first layer of a network for tables, fitted to the training rows.</summary>
internal sealed class InputNormalization : InputEncoding
{
    private InputNormalization(
        InputNormalizationSpec spec, int inputWidth, IReadOnlyList<bool> isBinary, IReadOnlyDictionary<string, float[]> tensors)
        : base(spec, inputWidth, tensors) => Input = new NetworkInput(spec, inputWidth) { IsBinaryFeature = isBinary };

    /// <summary>The first layer of a trained network.</summary>
    public InputNormalization(InputNormalizationSpec spec, int inputWidth, IReadOnlyDictionary<string, float[]> tensors)
        : this(spec, inputWidth, new bool[inputWidth - spec.Categories.Count], tensors)
    {
    }

    /// <summary>What the layer gives to the network.</summary>
    public NetworkInput Input { get; }

    public override bool IsLazy => false;

    /// <summary>Fits the layer to rows of numeric features alone, with robust scale and smooth clip.</summary>
    public static InputNormalization Fit(RawRows features, ReadOnlySpan<int> rows) => Fit(features, rows, [], new FitSettings());

    /// <summary>Fits the layer.</summary>
    /// <param name="rawRows">Features, then categories; NaN is a missing value.</param>
    /// <param name="rows">The training rows; no other row is looked at.</param>
    /// <param name="valueCounts">Values of each category.</param>
    /// <param name="settings">How to scale and encode.</param>
    public static InputNormalization Fit(
        RawRows rawRows, ReadOnlySpan<int> rows, IReadOnlyList<int> valueCounts, FitSettings settings) =>
        Fit(rawRows, rows, InputCounts.Of(rawRows, rows, valueCounts), settings);

    /// <summary>Fits the layer to a sample of the rows and to what was counted over all.</summary>
    /// <param name="sample">Raw rows.</param>
    /// <param name="rows">Those to look at.</param>
    /// <param name="counts">What was counted over all training rows.</param>
    /// <param name="settings">How to scale and encode.</param>
    public static InputNormalization Fit(RawRows sample, ReadOnlySpan<int> rows, InputCounts counts, FitSettings settings)
    {
        var spec = new InputNormalizationSpec([.. Enumerable.Range(0, counts.FeatureCount).Where(column => counts.Missing[column] > 0)])
        {
            Scaling = settings.NumericScaling,
            QuantileCount = settings.NumericScaling == NumericScaling.Quantile ? FeatureFit.QuantileCount(rows.Length) : 0,
            Categories = [.. counts.Values.Select(values => Choose(values.Length - 1, settings.OneHotLimit))],
        };
        var fit = new FeatureFit(spec, counts);
        var random = new FitRandom(settings.Seed);
        float[] values = new float[rows.Length];
        for (int column = 0; column < counts.FeatureCount; column++)
        {
            int count = 0;
            foreach (int row in rows)
            {
                float value = sample.CellsOf(row)[column];
                if (!float.IsNaN(value))
                    values[count++] = value;
            }

            fit.Learn(column, values.AsSpan(0, count), random);
        }

        bool[] isBinary = [.. Enumerable.Range(0, counts.FeatureCount).Select(counts.IsBinary)];
        return new InputNormalization(spec, counts.FeatureCount + spec.Categories.Count, isBinary, fit.Tensors());
    }

    private static CategorySpec Choose(int valueCount, int oneHotLimit) => new(
        valueCount,
        valueCount > oneHotLimit ? CategoryEncoding.Index : valueCount == 2 ? CategoryEncoding.Binary : CategoryEncoding.OneHot);

    /// <summary>Linear interpolation between order statistics, as NumPy does by default.</summary>
    internal static double Quantile(ReadOnlySpan<float> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] + ((double)sorted[below + 1] - sorted[below]) * rest;
    }
}
