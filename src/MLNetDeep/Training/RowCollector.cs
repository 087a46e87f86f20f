namespace MLNetDeep.Training;

/// <summary>Takes rows as they are read: into memory, or, once they are too many, into a temporary file.</summary>
internal sealed class RowCollector : IDisposable
{
    private readonly int _mostInMemory;
    private readonly float[] _row;
    private TensorTableBuilder? _rows;
    private bool _isFilling;

    /// <summary>Makes a collector without rows.</summary>
    /// <param name="layout">What a row holds.</param>
    /// <param name="mostInMemory">Rows beyond which all go into a file.</param>
    public RowCollector(RowLayout layout, long mostInMemory)
    {
        Layout = layout;
        _mostInMemory = (int)Math.Min(mostInMemory, int.MaxValue);
        _row = new float[layout.Width];
        _rows = new TensorTableBuilder(layout.Width);
    }

    public RowLayout Layout { get; }

    /// <summary>Rows taken.</summary>
    public int RowCount => File?.RowCount + (_isFilling ? 1 : 0) ?? _rows!.RowCount;

    /// <summary>Where the rows are when they are too many to hold; null when they are in memory.</summary>
    public RowFile? File { get; private set; }

    /// <summary>A row to be filled; valid until the next one.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public Span<float> AddRow()
    {
        Flush();
        if (File is null && _rows!.RowCount < _mostInMemory)
            return _rows.AddRow();
        File ??= Spill();
        _isFilling = true;
        return _row;
    }

    /// <summary>Says that no row follows.</summary>
    public void Flush()
    {
        if (!_isFilling)
            return;
        File!.Append(_row);
        _isFilling = false;
    }

    /// <summary>
    /// The rows as tables of their own; the collector holds none afterwards. Features stay where they were collected: they are nearly all
    /// that there is, and would lie in memory twice.
    /// </summary>
    public LabeledRows ToTables()
    {
        TensorTableBuilder rows = _rows!;
        _rows = null;
        var targets = new TensorTable(rows.RowCount, Layout.TargetWidth, new float[checked(rows.RowCount * Layout.TargetWidth)]);
        float[]? weights = Layout.HasWeight ? new float[rows.RowCount] : null;
        uint[]? groups = Layout.HasGroup ? new uint[rows.RowCount] : null;
        for (int i = 0; i < rows.RowCount; i++)
        {
            Span<float> row = rows.Row(i);
            Layout.Targets(row).CopyTo(targets.Row(i));
            if (weights is not null)
                weights[i] = Layout.WeightOf(row);
            if (groups is not null)
                groups[i] = Layout.GroupOf(row);
        }

        return new LabeledRows(new RawRows(rows, Layout.FeatureCount, Layout.HasBytes), targets, weights, groups);
    }

    public void Dispose() => File?.Dispose();

    private RowFile Spill()
    {
        RowFile file = RowFile.Create(Layout.Width);
        for (int row = 0; row < _rows!.RowCount; row++)
            file.Append(_rows.Row(row));
        _rows = null;
        return file;
    }
}
