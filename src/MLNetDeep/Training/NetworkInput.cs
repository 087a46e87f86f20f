using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>What reaches the first layer that is trained.</summary>
/// <remarks>
/// An encoded row holds, in this order: the numeric features, scaled; an indicator for each feature that misses values; the columns of
/// small categories, binary and one-hot; and last the numbers of the large categories, one column each, for an embedding: 0 is missing
/// or unknown, then come the values from 1.
/// </remarks>
/// <param name="Encoding">The first layer: it takes the raw features, and has been fitted to the training rows.</param>
/// <param name="RawWidth">Raw features of a row: numeric ones, then one number for each category.</param>
internal sealed record NetworkInput(InputNormalizationSpec Encoding, int RawWidth)
{
    /// <summary>Numeric features of a row; they are the first columns, raw as well as encoded.</summary>
    public int FeatureCount => RawWidth - Encoding.Categories.Count;

    /// <summary>Encoded columns that are quantities: all before the numbers of the large categories.</summary>
    public int NumericCount => Width - EmbeddedValueCounts.Count;

    /// <summary>Width of an encoded row.</summary>
    public int Width => Encoding.GetOutputShape([RawWidth])[0];

    /// <summary>How many values each large category has, missing ones aside; their columns are the last ones.</summary>
    public IReadOnlyList<int> EmbeddedValueCounts =>
        [.. Encoding.Categories.Where(category => category.Encoding == CategoryEncoding.Index).Select(category => category.ValueCount)];

    /// <summary>
    /// Which numeric features have at most two different values in the training rows, such as those that were one-hot encoded already.
    /// </summary>
    public IReadOnlyList<bool> IsBinaryFeature { get; init; } = new bool[RawWidth - Encoding.Categories.Count];

    /// <summary>
    /// Shape [<see cref="NumericCount"/>]: which encoded columns have at most two different values: binary features, indicators,
    /// columns of small categories. Embeddings of numbers have nothing to find in them.
    /// </summary>
    public IReadOnlyList<bool> IsBinary =>
        [.. IsBinaryFeature, .. Enumerable.Repeat(true, NumericCount - IsBinaryFeature.Count)];

    /// <summary>Shape [<see cref="Width"/>]: the raw column that each encoded column comes from.</summary>
    public IReadOnlyList<int> Sources
    {
        get
        {
            var small = new List<int>();
            var large = new List<int>();
            for (int i = 0; i < Encoding.Categories.Count; i++)
            {
                CategorySpec category = Encoding.Categories[i];
                (category.Encoding == CategoryEncoding.Index ? large : small)
                    .AddRange(Enumerable.Repeat(FeatureCount + i, category.ColumnCount));
            }

            return [.. Enumerable.Range(0, FeatureCount), .. Encoding.IndicatorColumns, .. small, .. large];
        }
    }
}
