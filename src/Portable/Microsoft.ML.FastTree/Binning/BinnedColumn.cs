namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>One bin number a row, for a feature or a bundle of features that are never above their first bin together.</summary>
/// <remarks>
/// Bin 0 is "every feature in its first bin". A bundle of the columns of a one-hot encoding costs as much as one feature;
/// nothing is lost, since a first bin's statistics follow from the totals.
/// </remarks>
internal sealed class BinnedColumn
{
    private readonly byte[]? _narrow;
    private readonly ushort[]? _wide;

    public BinnedColumn(int rowCount, int binCount, int firstFeature, int featureCount)
    {
        BinCount = binCount;
        FirstFeature = firstFeature;
        FeatureCount = featureCount;
        if (binCount <= NarrowBins) _narrow = new byte[rowCount];
        else _wide = new ushort[rowCount];
    }

    /// <summary>How many bins fit into a byte.</summary>
    public const int NarrowBins = byte.MaxValue + 1;

    public int BinCount { get; }

    /// <summary>Its first feature, counted among the splittable ones.</summary>
    public int FirstFeature { get; }

    public int FeatureCount { get; }

    /// <summary>The bins when there are at most <see cref="NarrowBins"/>; otherwise empty.</summary>
    public ReadOnlySpan<byte> Narrow => _narrow;

    /// <summary>The bins when there are more; otherwise empty.</summary>
    public ReadOnlySpan<ushort> Wide => _wide;

    public int this[int row]
    {
        get => _narrow is null ? _wide![row] : _narrow[row];
        set
        {
            if (_narrow is null) _wide![row] = (ushort)value;
            else _narrow[row] = (byte)value;
        }
    }

    public void Fill(int bin)
    {
        if (_narrow is null) Array.Fill(_wide!, (ushort)bin);
        else Array.Fill(_narrow, (byte)bin);
    }
}
