using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>Per bin of every column: the sum of the targets, the number of rows and, with example weights, their sum.</summary>
internal sealed class Histogram
{
    private const int PlainStride = 2;    // sum of targets, count
    private const int WeightedStride = 4; // and sum of weights; the fourth fills the vector

    private readonly double[] _cells;
    private readonly int[] _starts; // of every column, in bins
    private readonly int _stride;

    public Histogram(int[] columnStarts, bool weighted)
    {
        _starts = columnStarts;
        _stride = weighted ? WeightedStride : PlainStride;
        _cells = new double[columnStarts[^1] * _stride];
    }

    /// <summary>Memory of one histogram.</summary>
    public static long Bytes(int[] columnStarts, bool weighted) =>
        (long)columnStarts[^1] * (weighted ? WeightedStride : PlainStride) * sizeof(double);

    /// <summary>The start of every column's bins, and the number of all bins as the last.</summary>
    public static int[] Starts(BinnedColumn[] columns)
    {
        var starts = new int[columns.Length + 1];
        for (var c = 0; c < columns.Length; c++) starts[c + 1] = checked(starts[c] + columns[c].BinCount);
        return starts;
    }

    public (double Target, double Weight, int Count) this[int column, int bin]
    {
        get
        {
            var cell = (_starts[column] + bin) * _stride;
            return (_cells[cell], _stride == WeightedStride ? _cells[cell + 2] : 0, (int)_cells[cell + 1]);
        }
    }

    /// <summary>Sums up one column over rows.</summary>
    /// <param name="rows">The rows; empty for all of them in order.</param>
    /// <param name="targets">Of those rows, in the same order.</param>
    /// <param name="weights">Likewise; empty without example weights.</param>
    public void SumUp(int index, BinnedColumn column, ReadOnlySpan<int> rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        var cells = Column(index);
        cells.Clear();
        if (!column.Narrow.IsEmpty) SumUp(cells, column.Narrow, rows, targets, weights);
        else SumUp(cells, column.Wide, rows, targets, weights);
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

    private Span<double> Column(int index) =>
        _cells.AsSpan(_starts[index] * _stride, (_starts[index + 1] - _starts[index]) * _stride);

    private static void SumUp<TBin>(
        Span<double> cells, ReadOnlySpan<TBin> bins, ReadOnlySpan<int> rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
        where TBin : unmanaged, IBinaryInteger<TBin>
    {
        // No bounds checks below: bins are below the column's bin count and rows below the row count by construction.
        ref var cell = ref MemoryMarshal.GetReference(cells);
        ref var bin = ref MemoryMarshal.GetReference(bins);
        if (weights.IsEmpty && rows.IsEmpty)
        {
            for (var i = 0; i < targets.Length; i++)
                Add(ref cell, int.CreateTruncating(Unsafe.Add(ref bin, i)), Vector128.Create(targets[i], 1.0));
        }
        else if (weights.IsEmpty)
        {
            for (var i = 0; i < rows.Length; i++)
                Add(ref cell, int.CreateTruncating(Unsafe.Add(ref bin, rows[i])), Vector128.Create(targets[i], 1.0));
        }
        else
        {
            for (var i = 0; i < targets.Length; i++)
            {
                var row = rows.IsEmpty ? i : rows[i];
                Add(ref cell, int.CreateTruncating(Unsafe.Add(ref bin, row)), Vector256.Create(targets[i], 1.0, weights[i], 0.0));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double cells, int bin, Vector128<double> value)
    {
        ref var cell = ref Unsafe.Add(ref cells, bin * PlainStride);
        (Vector128.LoadUnsafe(ref cell) + value).StoreUnsafe(ref cell);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double cells, int bin, Vector256<double> value)
    {
        ref var cell = ref Unsafe.Add(ref cells, bin * WeightedStride);
        (Vector256.LoadUnsafe(ref cell) + value).StoreUnsafe(ref cell);
    }
}
