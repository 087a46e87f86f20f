namespace MLNetDeep.Forecasting;

/// <summary>The last steps of one series, as many as a forecast looks back on.</summary>
internal sealed class SeriesHistory
{
    private readonly ForecastWindow _window;
    private readonly float[] _observed; // [lookback, observed], a ring
    private readonly float[] _known; // [lookback, known]
    private int _next;

    public SeriesHistory(ForecastWindow window, uint[] categories, ValueScale[] scales)
    {
        _window = window;
        Categories = categories;
        Scales = scales;
        Band = new BandMemory(window);
        _observed = new float[window.ObservedCount];
        _known = new float[window.Lookback * window.KnownCount];
    }

    private SeriesHistory(SeriesHistory original)
    {
        _window = original._window;
        (Categories, Scales) = (original.Categories, original.Scales);
        Band = original.Band.Clone();
        (_observed, _known, _next) = ([.. original._observed], [.. original._known], original._next);
        (Count, LastTicks, Position) = (original.Count, original.LastTicks, original.Position);
    }

    /// <summary>The categories as the network sees them.</summary>
    public uint[] Categories { get; }

    /// <summary>The scale of each target; empty for a series that was not trained on.</summary>
    public ValueScale[] Scales { get; }

    /// <summary>How the latest forecasts did.</summary>
    public BandMemory Band { get; }

    /// <summary>Steps held; at most the lookback.</summary>
    public int Count { get; private set; }

    /// <summary>The time of the last one; null when there is none, or no time.</summary>
    public long? LastTicks { get; private set; }

    /// <summary>The number of the next step, from the series' first one on.</summary>
    public long Position { get; private set; }

    /// <summary>Whether there are as many steps as a forecast looks back on.</summary>
    public bool IsFull => Count == _window.Lookback;

    public SeriesHistory Clone() => new(this);

    /// <summary>Forgets all steps.</summary>
    public void Clear()
    {
        (Count, _next, LastTicks, Position) = (0, 0, null, 0);
        Band.Clear();
    }

    /// <summary>Says how many steps were before, of which none is held.</summary>
    public void Skip(long steps) => Position += steps;

    /// <summary>Takes a step; the oldest is forgotten.</summary>
    /// <param name="observed">Shape [observed].</param>
    /// <param name="known">Shape [known in advance].</param>
    /// <param name="ticks">Its time, or null.</param>
    public void Push(ReadOnlySpan<float> observed, ReadOnlySpan<float> known, long? ticks)
    {
        observed.CopyTo(_observed.AsSpan(_next * _window.ObservedWidth));
        known.CopyTo(_known.AsSpan(_next * _window.KnownCount));
        _next = (_next + 1) % _window.Lookback;
        Count = Math.Min(Count + 1, _window.Lookback);
        LastTicks = ticks;
        Band.Judge(Position, observed);
        Position++;
    }

    /// <summary>Copies the steps, oldest first; there must be <see cref="Count"/> of them.</summary>
    /// <param name="observed">Shape [steps, observed].</param>
    /// <param name="known">Shape [steps, known in advance].</param>
    public void CopyTo(Span<float> observed, Span<float> known)
    {
        var oldest = Count == _window.Lookback ? _next : 0;
        for (var step = 0; step < Count; step++)
        {
            var place = (oldest + step) % _window.Lookback;
            _observed.AsSpan(place * _window.ObservedWidth, _window.ObservedWidth).CopyTo(observed[(step * _window.ObservedWidth)..]);
            _known.AsSpan(place * _window.KnownCount, _window.KnownCount).CopyTo(known[(step * _window.KnownCount)..]);
        }
    }

    /// <summary>Writes the steps.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(LastTicks ?? -1);
        writer.Write(Position);
        var observed = new float[Count * _window.ObservedWidth];
        var known = new float[Count * _window.KnownCount];
        CopyTo(observed, known);
        foreach (var value in observed)
            writer.Write(value);
        foreach (var value in known)
            writer.Write(value);
        Band.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in place of the steps held.</summary>
    /// <exception cref="FormatException">It does not fit.</exception>
    public void Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var ticks = reader.ReadInt64();
        var position = reader.ReadInt64();
        if (count < 0 || position < count || count > _window.Lookback || ticks > DateTime.MaxValue.Ticks)
            throw new FormatException($"a history of {count} steps does not fit a lookback of {_window.Lookback}");
        Clear();
        for (var index = 0; index < count * _window.ObservedWidth; index++)
            _observed[index] = reader.ReadSingle();
        for (var index = 0; index < count * _window.KnownCount; index++)
            _known[index] = reader.ReadSingle();
        Band.Read(reader);
        (Count, _next, LastTicks, Position) = (count, count % _window.Lookback, ticks < 0 ? null : ticks, position);
    }
}
