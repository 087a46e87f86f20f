using Microsoft.ML.Data;

namespace MLNetDeep.AutoML;

/// <summary>How many numbers a column holds in a row.</summary>
internal static class ColumnWidth
{
    // Texts, and vectors without a length of their own.
    private const int Unknown = 16;

    public static int Of(DataViewType type) => type switch
    {
        VectorDataViewType { Size: > 0 } vector => vector.Size,
        VectorDataViewType or TextDataViewType => Unknown,
        _ => 1,
    };
}
