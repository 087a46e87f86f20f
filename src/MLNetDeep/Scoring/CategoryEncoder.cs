using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Turns the number of one category into its columns. What is no number of a known value counts as missing.</summary>
internal sealed class CategoryEncoder
{
    private CategoryEncoder(CategorySpec category, int input, int output, Func<float, int, float> scale)
    {
        (Category, Input, Output) = (category, input, output);
        (Rest, Own) = category.Encoding switch
        {
            CategoryEncoding.Binary => ([scale(0, 0)], [scale(-1, 0), scale(1, 0)]),
            CategoryEncoding.OneHot => (Columns(0), Columns(1)),
            _ => (Array.Empty<float>(), Array.Empty<float>()),
        };

        float[] Columns(float value) => [.. Enumerable.Range(0, category.ValueCount).Select(column => scale(value, column))];
    }

    public CategorySpec Category { get; }

    /// <summary>Its place in the raw row.</summary>
    public int Input { get; }

    /// <summary>Its first column in the encoded row.</summary>
    public int Output { get; }

    /// <summary>What each column holds when it is another value's, or missing.</summary>
    public float[] Rest { get; }

    /// <summary>What each column holds for its own value; of a binary one, for the first and the second.</summary>
    public float[] Own { get; }

    /// <summary>The encoders of all categories, each with its place in the raw and in the encoded row.</summary>
    public static CategoryEncoder[] CreateAll(InputNormalizationSpec spec, int featureCount, LayerWeights weights)
    {
        var encoders = new CategoryEncoder[spec.Categories.Count];
        bool isScaled = spec.Scaling == NumericScaling.RobustSmoothClip && spec.SmallCategoryWidth > 0;
        float[] median = isScaled ? weights["median"][featureCount..].ToArray() : [];
        float[] scale = isScaled ? weights["scale"][featureCount..].ToArray() : [];
        int firstSmall = featureCount + spec.IndicatorColumns.Count;
        int small = firstSmall;
        int large = firstSmall + spec.SmallCategoryWidth;
        for (int i = 0; i < encoders.Length; i++)
        {
            CategorySpec category = spec.Categories[i];
            bool isIndex = category.Encoding == CategoryEncoding.Index;
            int first = small - firstSmall;
            encoders[i] = new CategoryEncoder(category, featureCount + i, isIndex ? large++ : small, (value, column) => isScaled
                ? NumericScaler.RobustSmoothClip(
                    new Vector<float>(value), new Vector<float>(median[first + column]), new Vector<float>(scale[first + column]))[0]
                : value);
            if (!isIndex)
                small += category.ColumnCount;
        }

        return encoders;
    }

    /// <summary>Writes the columns of the category into an encoded row.</summary>
    public void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        float number = x[Input];
        int value = number >= 1 && number <= Category.ValueCount ? (int)number : 0; // NaN compares as false
        switch (Category.Encoding)
        {
            case CategoryEncoding.Index:
                y[Output] = value;
                break;
            case CategoryEncoding.Binary:
                y[Output] = value == 0 ? Rest[0] : Own[value - 1];
                break;
            default:
                Rest.CopyTo(y[Output..]);
                if (value > 0)
                    y[Output + value - 1] = Own[value - 1];
                break;
        }
    }
}
