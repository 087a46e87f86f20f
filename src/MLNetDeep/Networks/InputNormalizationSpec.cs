using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// The first layer: brings raw features to one size and turns missing values into numbers. Robust scale and smooth clip as in
/// RealMLP (arXiv:2407.04491); NaN becomes the median, and a column that had NaN in the training rows gets an indicator column.
/// </summary>
/// <param name="IndicatorColumns">Input columns, ascending, with an indicator behind the features: 1 when the value is NaN, else 0.</param>
public sealed record InputNormalizationSpec(IReadOnlyList<int> IndicatorColumns) : LayerSpec
{
    internal override bool MustBeFirst => true;

    /// <inheritdoc/>
    public override string Describe() =>
        IndicatorColumns.Count == 0 ? "InputNormalization" : $"InputNormalization +{IndicatorColumns.Count} missing";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int width = FlatWidth(inputShape);
        int previous = -1;
        foreach (int column in IndicatorColumns)
        {
            Require(column > previous && column < width, "InputNormalizationSpec.IndicatorColumns",
                $"ascending and below the input width {width}", NetworkSpec.Format(IndicatorColumns));
            previous = column;
        }

        return [width + IndicatorColumns.Count];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int[] shape = [FlatWidth(inputShape)];
        return
        [
            new LayerTensor("median", shape, Initializer.Constant(0), IsParameter: false),
            new LayerTensor("scale", shape, Initializer.Constant(1), IsParameter: false),
        ];
    }

    /// <summary>Null: the table is normalised once before training, by the kernel that scores.</summary>
    internal override LayerModule? CreateModule(ModuleContext context) => null;

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new InputNormalizationKernel(weights["median"], weights["scale"], [.. IndicatorColumns]);

    /// <summary>Equal when the same columns are indicated.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(InputNormalizationSpec? other) => other is not null && IndicatorColumns.SequenceEqual(other.IndicatorColumns);

    /// <inheritdoc/>
    public override int GetHashCode() => IndicatorColumns.Aggregate(17, HashCode.Combine);
}
