using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Encodes raw rows. The training table goes through this same code.</summary>
internal sealed class InputNormalizationKernel : Kernel
{
    private readonly NumericScaler? _scaler; // null when there are only categories
    private readonly int _featureCount;
    private readonly int[] _indicators;
    private readonly CategoryEncoder[] _categories;

    public InputNormalizationKernel(InputNormalizationSpec spec, int featureCount, LayerWeights weights)
        : base(featureCount + spec.Categories.Count, spec.GetOutputShape([featureCount + spec.Categories.Count])[0])
    {
        _featureCount = featureCount;
        _indicators = [.. spec.IndicatorColumns];
        _scaler = featureCount == 0 ? null : NumericScaler.Create(spec, featureCount, weights);
        _categories = CategoryEncoder.CreateAll(spec, featureCount, weights);
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int inputStride, int outputStride) = (Pad(InputWidth), Pad(OutputWidth));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * inputStride, inputStride);
            Span<float> y = output.Slice(row * outputStride, outputStride);
            _scaler?.Run(x, y); // may write beyond the features: the rest of the row follows
            for (int i = 0; i < _indicators.Length; i++)
                y[_featureCount + i] = float.IsNaN(x[_indicators[i]]) ? 1 : 0;
            foreach (CategoryEncoder category in _categories)
                category.Run(x, y);
        }
    }
}
