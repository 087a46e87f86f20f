namespace MLNetDeep.Networks;

/// <summary>How one category reaches the network.</summary>
/// <param name="ValueCount">How many values it has, missing ones aside. From 1 to 16,777,216, the whole numbers that float32 holds.</param>
/// <param name="Encoding">The columns it becomes.</param>
public sealed record CategorySpec(int ValueCount, CategoryEncoding Encoding)
{
    /// <summary>The most values a category may have: the whole numbers that float32 holds.</summary>
    internal const int MaximumValueCount = 1 << 24;

    /// <summary>Encoded columns.</summary>
    internal int ColumnCount => Encoding == CategoryEncoding.OneHot ? ValueCount : 1;
}

/// <summary>The columns that a category becomes.</summary>
public enum CategoryEncoding
{
    /// <summary>One column: -1 for the first value, 1 for the second, 0 for a missing or unknown one.</summary>
    Binary,

    /// <summary>A column for each value: 1 where it is this value, else 0; all 0 for a missing or unknown one.</summary>
    OneHot,

    /// <summary>One column with the value's number from 1, for an embedding; 0 for a missing or unknown one.</summary>
    Index,
}
