using System.Numerics;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Per bin of every column: the sum of the targets, the number of rows and, with example weights, their sum.</summary>
/// <param name="starts">The start of every column's bins, and the number of all bins as the last.</param>
internal sealed class Histogram(int[] starts, int featureCount, bool weighted)
{
    public const int PlainStride = 2;    // sum of targets, count
    public const int WeightedStride = 4; // and sum of weights; the fourth fills the vector

    private readonly int _stride = weighted ? WeightedStride : PlainStride;
    private readonly double[] _cells = new double[starts[^1] * (weighted ? WeightedStride : PlainStride)];

    /// <summary>Of every feature, whether its last search found a split; if not, none is sought in the leaf's children.</summary>
    public bool[] Splittable { get; } = new bool[featureCount];

    /// <summary>The cells of a column, a stride for each bin.</summary>
    public Span<double> Column(int index) => _cells.AsSpan(starts[index] * _stride, (starts[index + 1] - starts[index]) * _stride);

    /// <summary>Sums up one column over rows.</summary>
    /// <param name="bins">The column's, of all rows.</param>
    /// <param name="targets">Of the rows to sum up, in the same order.</param>
    /// <param name="weights">Likewise; empty without example weights.</param>
    public void SumUp(int index, ushort[] bins, ReadOnlySpan<int> rows, double[] targets, double[] weights)
    {
        var cells = Column(index);
        cells.Clear();

        // No bounds checks below: bins are below the column's bin count and rows below the row count by construction.
        ref var cell = ref MemoryMarshal.GetReference(cells);
        ref var bin = ref MemoryMarshal.GetArrayDataReference(bins);
        if (weights.Length == 0)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                ref var sums = ref Unsafe.Add(ref cell, Unsafe.Add(ref bin, rows[i]) * PlainStride);
                (Vector128.LoadUnsafe(ref sums) + Vector128.Create(targets[i], 1.0)).StoreUnsafe(ref sums);
            }
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                ref var sums = ref Unsafe.Add(ref cell, Unsafe.Add(ref bin, rows[i]) * WeightedStride);
                (Vector256.LoadUnsafe(ref sums) + Vector256.Create(targets[i], 1.0, weights[i], 0.0)).StoreUnsafe(ref sums);
            }
        }
    }

    /// <summary>Takes another histogram's column from this one's: what is left of a parent without one of its children.</summary>
    public void Subtract(int index, Histogram other)
    {
        var cells = Column(index);
        var taken = other.Column(index);
        var i = 0;
        for (; i <= cells.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(cells[i..]) - new Vector<double>(taken[i..])).CopyTo(cells[i..]);
        for (; i < cells.Length; i++) cells[i] -= taken[i];
    }
}
