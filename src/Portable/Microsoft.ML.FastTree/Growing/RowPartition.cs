namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>Which rows are in which leaf; within a leaf the rows keep their order.</summary>
internal sealed class RowPartition
{
    private readonly int[] _rows;
    private readonly int[] _scratch;
    private readonly int[] _begin;
    private readonly int[] _count;

    public RowPartition(int rowCount, int leaves)
    {
        _rows = new int[rowCount];
        _scratch = new int[rowCount];
        _begin = new int[leaves];
        _count = new int[leaves];
    }

    public ReadOnlySpan<int> RowsOf(int leaf) => _rows.AsSpan(_begin[leaf], _count[leaf]);

    public ReadOnlyMemory<int> RowMemory(int leaf) => _rows.AsMemory(_begin[leaf], _count[leaf]);

    public int CountOf(int leaf) => _count[leaf];

    /// <summary>Puts rows into leaf 0.</summary>
    /// <param name="bag">The rows; null for all.</param>
    public void Reset(int[]? bag)
    {
        if (bag is null)
        {
            for (var i = 0; i < _rows.Length; i++) _rows[i] = i;
        }
        else
        {
            bag.CopyTo(_rows, 0);
        }
        _begin[0] = 0;
        _count[0] = bag?.Length ?? _rows.Length;
    }

    /// <summary>Moves the rows of a leaf that lie above the bin to a new leaf.</summary>
    public void Split(int leaf, int newLeaf, BinnedColumn column, BinnedFeature feature, int bin)
    {
        var rows = _rows.AsSpan(_begin[leaf], _count[leaf]);
        var (left, right) = (0, 0);
        foreach (var row in rows)
        {
            if (feature.IsAbove(column[row], bin)) _scratch[right++] = row;
            else rows[left++] = row;
        }
        _scratch.AsSpan(0, right).CopyTo(rows[left..]);
        _begin[newLeaf] = _begin[leaf] + left;
        _count[newLeaf] = right;
        _count[leaf] = left;
    }
}
