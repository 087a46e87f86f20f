using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// The first layer: brings raw features to one size, turns missing values into numbers and encodes categories. It takes rows of
/// numeric features followed by one number for each category: its value from 1, or 0 when that is missing. Its output holds the
/// scaled features, the indicators, the columns of small categories, and last one index column for each large category.
/// </summary>
/// <param name="IndicatorColumns">
/// Numeric columns, ascending, with an indicator: 1 when the value is NaN, else 0. A missing value itself becomes the median.
/// </param>
public sealed record InputNormalizationSpec(IReadOnlyList<int> IndicatorColumns) : LayerSpec
{
    /// <summary>How numeric features are scaled.</summary>
    /// <value>Default <see cref="NumericScaling.RobustSmoothClip"/>.</value>
    public NumericScaling Scaling { get; init; }

    /// <summary>How many quantiles of each numeric feature <see cref="NumericScaling.Quantile"/> keeps.</summary>
    /// <value>Default 0, which the other scalings need; at least 2 for that one.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int QuantileCount { get; init; }

    /// <summary>The categories, which are the last numbers of an input row.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<CategorySpec> Categories { get; init; } = [];

    /// <summary>Columns of small categories.</summary>
    internal int SmallCategoryWidth => Categories.Where(category => category.Encoding != CategoryEncoding.Index)
        .Sum(category => category.ColumnCount);

    internal override bool MustBeFirst => true;

    /// <inheritdoc/>
    public override string Describe()
    {
        string words = IndicatorColumns.Count == 0 ? "InputNormalization" : $"InputNormalization +{IndicatorColumns.Count} missing";
        return Categories.Count == 0 ? words : $"{words} +{Categories.Count} categories";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int features = FeatureCount(inputShape);
        int previous = -1;
        foreach (int column in IndicatorColumns)
        {
            Require(column > previous && column < features, "InputNormalizationSpec.IndicatorColumns",
                $"ascending and below the number of numeric features, {features}", NetworkSpec.Format(IndicatorColumns));
            previous = column;
        }

        Require(Enum.IsDefined(Scaling), "InputNormalizationSpec.Scaling", "one of the scalings", Scaling);
        Require(
            Scaling == NumericScaling.Quantile ? QuantileCount >= 2 : QuantileCount == 0, "InputNormalizationSpec.QuantileCount",
            Scaling == NumericScaling.Quantile ? "at least 2" : $"0 for {Scaling}", QuantileCount);
        foreach (CategorySpec category in Categories)
        {
            Require(category.ValueCount is >= 1 and <= CategorySpec.MaximumValueCount, "CategorySpec.ValueCount",
                $"from 1 to {CategorySpec.MaximumValueCount}", category.ValueCount);
            Require(
                Enum.IsDefined(category.Encoding) && (category.Encoding != CategoryEncoding.Binary || category.ValueCount == 2),
                "CategorySpec.Encoding", $"one that {category.ValueCount} values allow", category.Encoding);
        }

        return [features + IndicatorColumns.Count + Categories.Sum(category => category.ColumnCount)];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int features = FeatureCount(inputShape);
        return Scaling switch
        {
            // RealMLP scales the columns of categories like features.
            NumericScaling.RobustSmoothClip =>
                [.. Buffer("median", 0, features + SmallCategoryWidth), .. Buffer("scale", 1, features + SmallCategoryWidth)],
            NumericScaling.Standardize =>
                [.. Buffer("median", 0, features), .. Buffer("mean", 0, features), .. Buffer("scale", 1, features)],
            NumericScaling.Quantile => Buffer("quantiles", 0, features, QuantileCount),
            _ => Buffer("median", 0, features),
        };
    }

    /// <summary>Null: the table is encoded once before training, by the kernel that scores.</summary>
    internal override LayerModule? CreateModule(ModuleContext context) => null;

    internal override bool LearnsManaged => true;

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new InputNormalizationKernel(this, FeatureCount(inputShape), weights);

    /// <summary>Equal when both scale and encode the same columns in the same way.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(InputNormalizationSpec? other) =>
        other is not null && Scaling == other.Scaling && QuantileCount == other.QuantileCount
        && IndicatorColumns.SequenceEqual(other.IndicatorColumns) && Categories.SequenceEqual(other.Categories);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        IndicatorColumns.Aggregate(HashCode.Combine(17, Scaling, QuantileCount, Categories.Count), HashCode.Combine);

    /// <summary>Numeric features of a row.</summary>
    private int FeatureCount(IReadOnlyList<int> inputShape)
    {
        int width = FlatWidth(inputShape);
        Require(Categories.Count <= width, "InputNormalizationSpec.Categories", $"at most the {width} numbers of a row", Categories.Count);
        return width - Categories.Count;
    }

    private static LayerTensor[] Buffer(string name, float start, params int[] shape) =>
        shape[0] == 0 ? [] : [new LayerTensor(name, shape, Initializer.Constant(start), IsParameter: false)];
}
