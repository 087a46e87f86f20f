using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// A 128-bit row identity. The mixing steps are those of the MurmurHash3 128-bit function, so that identities made by
/// different operations are, for all practical purposes, unique.
/// </summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    private const ulong FirstFactor = 0x87c37b91114253d5;
    private const ulong SecondFactor = 0x4cf5ad432745937f;

    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public override string ToString() => $"{High:x16}{Low:x16}";

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object? obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>An identity different from this one and from <see cref="Next"/>: hashing the block (1, 0).</summary>
    public DataViewRowId Fork()
    {
        var next = Next();
        return new DataViewRowId(next.Low ^ (BitOperations.RotateLeft(FirstFactor, 31) * SecondFactor), next.High);
    }

    /// <summary>The identity that follows: hashing the block (0, 0).</summary>
    public DataViewRowId Next() => Mix(0, 0);

    /// <summary>The identity of a row made of this one and another: hashing the other's fork.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        other = other.Fork();
        return Mix(
            BitOperations.RotateLeft(other.Low * FirstFactor, 31) * SecondFactor,
            BitOperations.RotateLeft(other.High * SecondFactor, 33) * FirstFactor);
    }

    private DataViewRowId Mix(ulong block1, ulong block2)
    {
        var low = ((BitOperations.RotateLeft(Low ^ block1, 27) + High) * 5) + 0x52dce729;
        var high = ((BitOperations.RotateLeft(High ^ block2, 31) + low) * 5) + 0x38495ab5;
        return new DataViewRowId(low, high);
    }
}
