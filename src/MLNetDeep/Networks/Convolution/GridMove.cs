namespace MLNetDeep.Networks;

/// <summary>
/// Mirrors and moves an image by whole pixels: for each line and column of the result the one that it comes from. Columns are kept as
/// stretches that lie together, so that a line is copied in a few pieces.
/// </summary>
internal sealed class GridMove(int height, int width)
{
    /// <summary>What a line or column comes from when it is zeros.</summary>
    public const int Nowhere = -1;

    private readonly int[] _rows = new int[height];
    private readonly int[] _columns = new int[width];
    private readonly Stretch[] _stretches = new Stretch[width];
    private int _stretchCount;

    /// <summary>For each line of the result the one that it comes from.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>For each column of the result the one that it comes from.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>Sets what is done.</summary>
    /// <param name="isUpsideDown">Whether top and bottom change places first.</param>
    /// <param name="isMirrored">Whether left and right change places first.</param>
    /// <param name="dy">Pixels that the window then moves down.</param>
    /// <param name="dx">Pixels that it moves right.</param>
    /// <param name="edges">What comes in at the edges.</param>
    public void Set(bool isUpsideDown, bool isMirrored, int dy, int dx, EdgeMode edges)
    {
        Fill(_rows, isUpsideDown, dy, edges);
        Fill(_columns, isMirrored, dx, edges);
        Cut();
    }

    /// <summary>Moves an image.</summary>
    /// <param name="source">Shape [height, width, stride].</param>
    /// <param name="target">The same shape; other memory.</param>
    /// <param name="stride">Floats of a pixel.</param>
    public void Run(ReadOnlySpan<float> source, Span<float> target, int stride)
    {
        int line = width * stride;
        for (int y = 0; y < _rows.Length; y++)
        {
            Span<float> to = target.Slice(y * line, line);
            if (_rows[y] == Nowhere)
                to.Clear();
            else
                MoveLine(source.Slice(_rows[y] * line, line), to, stride);
        }
    }

    /// <summary>The index that a place outside comes from.</summary>
    public static int Fold(int index, int size, EdgeMode edges)
    {
        if ((uint)index < (uint)size)
            return index;
        if (edges == EdgeMode.Zeros)
            return Nowhere;
        if (edges == EdgeMode.Replicate || size == 1)
            return index < 0 ? 0 : size - 1;
        int period = 2 * (size - 1);
        int place = ((index % period) + period) % period;
        return place < size ? place : period - place;
    }

    private void MoveLine(ReadOnlySpan<float> from, Span<float> to, int stride)
    {
        foreach (Stretch stretch in _stretches.AsSpan(0, _stretchCount))
        {
            Span<float> piece = to.Slice(stretch.First * stride, stretch.Count * stride);
            if (stretch.Source == Nowhere)
            {
                piece.Clear();
            }
            else if (!stretch.IsBackwards)
            {
                from.Slice(stretch.Source * stride, piece.Length).CopyTo(piece);
            }
            else if (stride == 1)
            {
                from.Slice(stretch.Source - stretch.Count + 1, piece.Length).CopyTo(piece);
                piece.Reverse();
            }
            else
            {
                for (int i = 0; i < stretch.Count; i++)
                    from.Slice((stretch.Source - i) * stride, stride).CopyTo(piece[(i * stride)..]);
            }
        }
    }

    private static void Fill(int[] map, bool isFlipped, int shift, EdgeMode edges)
    {
        for (int i = 0; i < map.Length; i++)
        {
            int source = Fold(i + shift, map.Length, edges);
            map[i] = isFlipped && source != Nowhere ? map.Length - 1 - source : source;
        }
    }

    private void Cut()
    {
        _stretchCount = 0;
        for (int start = 0; start < width;)
        {
            int end = start + 1;
            bool isNowhere = _columns[start] == Nowhere;
            int step = isNowhere || end == width ? 0 : _columns[end] - _columns[start];
            bool isStretch = isNowhere || step is 1 or -1;
            while (isStretch && end < width && _columns[end] == _columns[end - 1] + step && (_columns[end] == Nowhere) == isNowhere)
                end++;
            _stretches[_stretchCount++] = new Stretch(start, end - start, _columns[start], step == -1);
            start = end;
        }
    }

    /// <summary>Columns that come from columns that lie together.</summary>
    private readonly record struct Stretch(int First, int Count, int Source, bool IsBackwards);
}
