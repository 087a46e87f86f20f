using MLNetDeep.Scoring;

namespace MLNetDeep.Training.Managed;

/// <summary>
/// What lies between two layers: rows of whole vectors, and what the loss changes by with each of their numbers. The members of an
/// ensemble are rows of their own, next to each other. What the padding holds is never read as a value.
/// </summary>
/// <param name="width">Numbers in a row.</param>
/// <param name="needsGradients">Whether a parameter lies before the block.</param>
internal sealed class Block(int width, bool needsGradients)
{
    /// <summary>Rows of this many floats are a page apart every few rows and share few places in the first cache.</summary>
    private const int Crowded = 256;

    private static readonly int Unit = Math.Max(16, Kernel.PanelWidth);

    private readonly Block? _source;
    private float[] _values = [];
    private int _rowCount;

    private Block(Block source) : this(source.Width, source.NeedsGradients) => _source = source;

    /// <summary>Numbers in a row.</summary>
    public int Width { get; } = width;

    /// <summary>Floats from one row to the next, a multiple of every vector.</summary>
    public int Stride { get; } = Pad(width) % Crowded == 0 ? Pad(width) + Unit : Pad(width);

    /// <summary>Whether a parameter lies before the block, so that its gradients are asked for.</summary>
    public bool NeedsGradients { get; } = needsGradients;

    /// <summary>Rows in use.</summary>
    public int RowCount => _source?.RowCount ?? _rowCount;

    /// <summary>Length of the rows in use, padding included.</summary>
    public int Length => RowCount * Stride;

    /// <summary>Shape [rows, stride], at least.</summary>
    public float[] Values => _source?.Values ?? _values;

    /// <summary>Shape [rows, stride], at least; empty where none are needed.</summary>
    public float[] Gradients { get; private set; } = [];

    /// <summary>The values without their padding.</summary>
    public Matrix ValueMatrix => new(Values, 0, Stride);

    /// <summary>The gradients without their padding.</summary>
    public Matrix GradientMatrix => new(Gradients, 0, Stride);

    /// <summary>A width filled up to whole vectors.</summary>
    public static int Pad(int width) => (width + Unit - 1) / Unit * Unit;

    /// <summary>The same values for another reader, who has gradients of its own.</summary>
    public Block Fork() => new(this);

    /// <summary>Makes room for rows, and for gradients when they are learned from.</summary>
    public void Reserve(int rowCount, bool isTraining)
    {
        _rowCount = rowCount;
        if (_source is null && _values.Length < rowCount * Stride)
            _values = new float[checked(rowCount * Stride)];
        if (isTraining && NeedsGradients && Gradients.Length < RowCount * Stride)
            Gradients = new float[checked(RowCount * Stride)];
    }

    /// <summary>A row's values.</summary>
    public Span<float> Row(int row) => Values.AsSpan(row * Stride, Width);

    /// <summary>A row's gradients.</summary>
    public Span<float> GradientRow(int row) => Gradients.AsSpan(row * Stride, Width);
}
