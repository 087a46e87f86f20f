namespace MLNetDeep.Training;

/// <summary>Grows a <see cref="TensorTable"/> row by row when the number of rows is not known beforehand.</summary>
internal sealed class TensorTableBuilder(int width)
{
    private float[] _values = new float[Math.Max(width, 1) * 256];

    public int RowCount { get; private set; }

    public int Width { get; } = width;

    /// <summary>Adds a row of zeros and returns it to be filled; valid until the next row is added.</summary>
    /// <exception cref="InvalidOperationException">The table would be longer than one array can be.</exception>
    public Span<float> AddRow()
    {
        long needed = (RowCount + 1L) * Width;
        if (needed > Array.MaxLength)
            throw new InvalidOperationException($"The data has more than {RowCount} rows of {Width} features, which outgrows one block.");
        if (needed > _values.Length)
            Array.Resize(ref _values, (int)Math.Min(Math.Max(needed, _values.Length * 2L), Array.MaxLength));
        return _values.AsSpan(RowCount++ * Width, Width);
    }

    /// <summary>The rows added so far; the builder must not be used afterwards.</summary>
    public TensorTable ToTable() => new(RowCount, Width, _values);
}
