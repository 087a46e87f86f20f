using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a preset makes of the data at hand.</summary>
/// <param name="Body">The layers between the input and the output layer.</param>
/// <param name="Output">The output layer, but for its width.</param>
/// <param name="Fit">How to train it.</param>
internal sealed record CnnPlan(IReadOnlyList<LayerSpec> Body, LinearSpec Output, FitSettings Fit)
{
    /// <summary>Which views of a row are scored; the row alone unless a preset gains by more.</summary>
    public TestTimeAugmentation TestTimeAugmentation { get; init; } = new();
}
