using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training;

/// <summary>The network's first layer, fitted to the training rows.</summary>
internal sealed class InputNormalization
{
    private readonly IReadOnlyDictionary<string, float[]> _tensors;

    private InputNormalization(
        InputNormalizationSpec spec, int inputWidth, IReadOnlyList<bool> isBinary, IReadOnlyDictionary<string, float[]> tensors)
    {
        Spec = spec;
        InputWidth = inputWidth;
        Input = new NetworkInput(spec, inputWidth) { IsBinaryFeature = isBinary };
        _tensors = tensors;
    }

    /// <summary>The first layer of the network to train.</summary>
    public InputNormalizationSpec Spec { get; }

    /// <summary>What the layer gives to the network.</summary>
    public NetworkInput Input { get; }

    /// <summary>Width of a raw row.</summary>
    public int InputWidth { get; }

    /// <summary>Width of a row after the layer.</summary>
    public int OutputWidth => Input.Width;

    /// <summary>What was learned: a tensor of the layer by its name.</summary>
    public float[] this[string tensor] => _tensors[tensor];

    /// <summary>The first layer of a trained network.</summary>
    /// <param name="network">A network whose first layer is one.</param>
    /// <param name="tensors">Its numbers.</param>
    public static InputNormalization Of(NetworkSpec network, float[] tensors)
    {
        var spec = (InputNormalizationSpec)network.Layers[0];
        var learned = network.GetTensors(0).ToDictionary(
            tensor => tensor.Source.Name, tensor => tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray());
        return new InputNormalization(spec, network.InputWidth, new bool[network.InputWidth - spec.Categories.Count], learned);
    }

    /// <summary>Fits the layer to rows of numeric features alone, with robust scale and smooth clip.</summary>
    public static InputNormalization Fit(TensorTable features, ReadOnlySpan<int> rows) => Fit(features, rows, [], new FitSettings());

    /// <summary>Fits the layer.</summary>
    /// <param name="rawRows">Features, then categories; NaN is a missing value.</param>
    /// <param name="rows">The training rows; no other row is looked at.</param>
    /// <param name="valueCounts">Values of each category.</param>
    /// <param name="settings">How to scale and encode.</param>
    public static InputNormalization Fit(
        TensorTable rawRows, ReadOnlySpan<int> rows, IReadOnlyList<int> valueCounts, FitSettings settings) =>
        Fit(rawRows, rows, InputCounts.Of(rawRows, rows, valueCounts), settings);

    /// <summary>Fits the layer to a sample of the rows and to what was counted over all.</summary>
    /// <param name="sample">Raw rows.</param>
    /// <param name="rows">Those to look at.</param>
    /// <param name="counts">What was counted over all training rows.</param>
    /// <param name="settings">How to scale and encode.</param>
    public static InputNormalization Fit(TensorTable sample, ReadOnlySpan<int> rows, InputCounts counts, FitSettings settings)
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
                float value = sample.Row(row)[column];
                if (!float.IsNaN(value))
                    values[count++] = value;
            }

            fit.Learn(column, values.AsSpan(0, count), random);
        }

        bool[] isBinary = [.. Enumerable.Range(0, counts.FeatureCount).Select(counts.IsBinary)];
        return new InputNormalization(spec, counts.FeatureCount + spec.Categories.Count, isBinary, fit.Tensors());
    }

    /// <summary>Encodes a whole table with the code that scores later, so that training and scoring see the same bits.</summary>
    public TensorTable Apply(TensorTable rawRows)
    {
        float[] values = new float[checked(rawRows.RowCount * OutputWidth)];
        Compile().Run(rawRows.Values, rawRows.RowCount, values);
        return new TensorTable(rawRows.RowCount, OutputWidth, values);
    }

    /// <summary>The layer alone, ready to encode rows.</summary>
    public ForwardPlan Compile()
    {
        var alone = new NetworkSpec([InputWidth], [Spec]);
        float[] tensors = new float[alone.ElementCount];
        WriteTo(alone, tensors);
        return ForwardPlan.Compile(alone, tensors);
    }

    /// <summary>Writes what was learned into the flat tensors of a network whose first layer this is.</summary>
    public void WriteTo(NetworkSpec network, Span<float> tensors)
    {
        foreach (TensorSpec tensor in network.GetTensors(0))
            _tensors[tensor.Source.Name].CopyTo(tensors[tensor.Offset..]);
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
