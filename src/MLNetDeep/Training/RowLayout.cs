using System.Runtime.InteropServices;

namespace MLNetDeep.Training;

/// <summary>What one row that was read holds: raw features, targets, and where the fit asks for them a weight and a group.</summary>
/// <param name="FeatureCount">Raw features.</param>
/// <param name="TargetWidth">Targets.</param>
/// <param name="HasWeight">Whether there is a weight.</param>
/// <param name="HasGroup">Whether there is a group: 32 bits that are the same for all rows of a group.</param>
internal sealed record RowLayout(int FeatureCount, int TargetWidth, bool HasWeight, bool HasGroup)
{
    /// <summary>Whether the features lie as bytes, four to a float.</summary>
    public bool HasBytes { get; init; }

    /// <summary>Floats that the features take.</summary>
    public int FeatureWidth => RawRows.CellCount(FeatureCount, HasBytes);

    /// <summary>Floats in a row.</summary>
    public int Width => FeatureWidth + TargetWidth + (HasWeight ? 1 : 0) + (HasGroup ? 1 : 0);

    /// <summary>The features as they lie.</summary>
    public Span<float> Features(Span<float> row) => row[..FeatureWidth];

    /// <summary>The features as bytes; they must lie so.</summary>
    public Span<byte> Bytes(Span<float> row) => MemoryMarshal.AsBytes(row)[..FeatureCount];

    public Span<float> Targets(Span<float> row) => row.Slice(FeatureWidth, TargetWidth);

    /// <summary>Shape [1]; there must be one.</summary>
    public Span<float> Weight(Span<float> row) => row.Slice(FeatureWidth + TargetWidth, 1);

    /// <summary>The row's weight; 1 when there is none.</summary>
    public float WeightOf(Span<float> row) => HasWeight ? row[FeatureWidth + TargetWidth] : 1;

    /// <summary>The row's group; 0 when there is none.</summary>
    public uint GroupOf(Span<float> row) => HasGroup ? BitConverter.SingleToUInt32Bits(row[Width - 1]) : 0;
}
