namespace MLNetDeep.Training;

/// <summary>Rows of one width in a single block of float32, row after row.</summary>
internal sealed class TensorTable
{
    private readonly float[] _values;

    /// <summary>Takes a block; it is not copied.</summary>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="width">Floats in a row.</param>
    /// <param name="values">Shape [rowCount, width]; may be longer.</param>
    public TensorTable(int rowCount, int width, float[] values)
    {
        if (rowCount < 0 || width < 0 || values.Length < (long)rowCount * width)
            throw new ArgumentException($"{rowCount} rows of {width} floats do not fit into {values.Length}.", nameof(values));
        RowCount = rowCount;
        Width = width;
        _values = values;
    }

    public int RowCount { get; }

    public int Width { get; }

    /// <summary>The whole block, shape [RowCount, Width].</summary>
    public Span<float> Values => _values.AsSpan(0, RowCount * Width);

    /// <summary>A table of its own with the same values.</summary>
    public TensorTable Copy() => new(RowCount, Width, Values.ToArray());

    public Span<float> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>A copy of some rows, in the order given.</summary>
    public TensorTable Select(ReadOnlySpan<int> rows)
    {
        float[] values = new float[checked(rows.Length * Width)];
        for (int i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(values.AsSpan(i * Width));
        return new TensorTable(rows.Length, Width, values);
    }
}
