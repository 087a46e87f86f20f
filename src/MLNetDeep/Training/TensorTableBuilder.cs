namespace MLNetDeep.Training;

/// <summary>
/// Grows a <see cref="TensorTable"/> row by row when the number of rows is not known beforehand. Rows lie in blocks of one size: an array
/// that doubles would hold up to three times the rows while it grows.
/// </summary>
internal sealed class TensorTableBuilder(int width)
{
    private const int BlockFloats = 1 << 18;
    private const int FewestRows = 256;

    private readonly int _blockRows = Math.Max(FewestRows, BlockFloats / Math.Max(width, 1));
    private readonly List<float[]> _blocks = [];

    public int RowCount { get; private set; }

    public int Width { get; } = width;

    /// <summary>Adds a row of zeros and returns it to be filled.</summary>
    /// <exception cref="InvalidOperationException">The table would be longer than one array can be.</exception>
    public Span<float> AddRow()
    {
        if ((RowCount + 1L) * Width > Array.MaxLength)
            throw new InvalidOperationException($"The data has more than {RowCount} rows of {Width} features, which outgrows one block.");
        if (RowCount == _blocks.Count * _blockRows)
            _blocks.Add(new float[_blockRows * Width]);
        return Row(RowCount++);
    }

    /// <summary>A row that was added.</summary>
    public Span<float> Row(int row) => _blocks[row / _blockRows].AsSpan(row % _blockRows * Width, Width);

    /// <summary>A copy of the rows added so far.</summary>
    public TensorTable ToTable()
    {
        float[] values = new float[RowCount * Width];
        for (int row = 0; row < RowCount; row++)
            Row(row).CopyTo(values.AsSpan(row * Width));
        return new TensorTable(RowCount, Width, values);
    }
}
