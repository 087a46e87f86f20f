using System.Runtime.InteropServices;

namespace MLNetDeep.Training;

/// <summary>Raw features of rows in memory: floats, or bytes that lie four to a float, so that images take a quarter of the room.</summary>
internal sealed class RawRows
{
    private readonly TensorTable? _table;
    private readonly TensorTableBuilder? _blocks; // where there is no table: rows that begin with the features' cells

    /// <summary>Takes a block; it is not copied.</summary>
    /// <param name="cells">The rows as they lie.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="areBytes">Whether they lie as bytes.</param>
    public RawRows(TensorTable cells, int width, bool areBytes)
    {
        if (cells.Width != CellCount(width, areBytes))
            throw new ArgumentException($"{width} features do not lie in {cells.Width} cells.", nameof(cells));
        (_table, RowCount, Width, AreBytes) = (cells, cells.RowCount, width, areBytes);
    }

    /// <summary>Takes rows as they were collected; no further ones may be added, and they are not copied.</summary>
    /// <param name="rows">Rows that begin with the features.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="areBytes">Whether they lie as bytes.</param>
    public RawRows(TensorTableBuilder rows, int width, bool areBytes) =>
        (_blocks, RowCount, Width, AreBytes) = (rows, rows.RowCount, width, areBytes);

    public int RowCount { get; }

    /// <summary>Features of a row.</summary>
    public int Width { get; }

    public bool AreBytes { get; }

    /// <summary>A table of floats is raw rows as it stands.</summary>
    public static implicit operator RawRows(TensorTable table) => new(table, table.Width, areBytes: false);

    /// <summary>Floats that a row of this many features takes.</summary>
    public static int CellCount(int width, bool areBytes) => areBytes ? (width + sizeof(float) - 1) / sizeof(float) : width;

    /// <summary>The features in a row's cells, which hold bytes.</summary>
    public static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<float> cells, int width) => MemoryMarshal.AsBytes(cells)[..width];

    /// <summary>A row as it lies.</summary>
    public ReadOnlySpan<float> CellsOf(int row) =>
        _blocks is null ? _table!.Row(row) : _blocks.Row(row)[..CellCount(Width, AreBytes)];

    /// <summary>Writes a row's features.</summary>
    /// <param name="row">Number of the row.</param>
    /// <param name="destination">Shape [<see cref="Width"/>].</param>
    public void Read(int row, Span<float> destination)
    {
        if (AreBytes)
            Unpack(BytesOf(CellsOf(row), Width), destination);
        else
            CellsOf(row).CopyTo(destination);
    }

    /// <summary>Turns bytes into the floats of the same values.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < bytes.Length; i++)
            destination[i] = bytes[i];
    }

    /// <summary>A copy of some rows, in the order given.</summary>
    public RawRows Select(ReadOnlySpan<int> rows)
    {
        int cells = CellCount(Width, AreBytes);
        var chosen = new TensorTable(rows.Length, cells, new float[checked(rows.Length * cells)]);
        for (int i = 0; i < rows.Length; i++)
            CellsOf(rows[i]).CopyTo(chosen.Row(i));
        return new RawRows(chosen, Width, AreBytes);
    }

    /// <summary>The rows as floats in one block; a copy where they lie as bytes or as they were collected.</summary>
    public TensorTable ToFloats()
    {
        if (!AreBytes && _table is not null)
            return _table;
        var table = new TensorTable(RowCount, Width, new float[checked(RowCount * Width)]);
        for (int row = 0; row < RowCount; row++)
            Read(row, table.Row(row));
        return table;
    }
}
