namespace MLNetDeep.Forecasting;

/// <summary>
/// How the latest forecasts of a series did: what came is held against the bounds that were forecast for it, so that the correction of
/// the next ones follows the series, where training ended long ago (conformal prediction that rolls on, as in arXiv:2010.09107).
/// </summary>
/// <remarks>
/// A miss is by how much a value lay outside of its bounds before they were corrected, below 0 where it lay inside. With the misses of
/// few rows the correction is mostly training's, with those of as many rows as training judged by it is their quantile alone.
/// </remarks>
internal sealed class BandMemory
{
    private const int MostWindows = 300;
    private const int MostNumbers = 20_000; // of misses, for one series
    private const int MostPending = 48;

    private readonly ForecastWindow _window;
    private readonly int _spacing; // rows between the forecasts that are remembered
    private readonly List<Pending> _pending = [];
    private readonly Queue<float>?[] _misses; // of each step and target
    private int _capacity;
    private ForecastBand? _band;
    private int _fresh; // rows since the band was made

    public BandMemory(ForecastWindow window)
    {
        _window = window;
        _spacing = (window.Horizon + MostPending - 1) / MostPending;
        _misses = new Queue<float>?[window.LabelCount];
    }

    private BandMemory(BandMemory original)
    {
        (_window, _spacing, _capacity) = (original._window, original._spacing, original._capacity);
        (_band, _fresh) = (original._band, original._fresh);
        _pending = [.. original._pending]; // which never change
        _misses = Array.ConvertAll(original._misses, misses => misses is null ? null : new Queue<float>(misses));
    }

    /// <summary>A forecast whose values have not all come yet.</summary>
    private sealed record Pending(long Position, float[] Lower, float[] Upper, ValueScale[] Scales);

    public BandMemory Clone() => new(this);

    public void Clear()
    {
        _pending.Clear();
        Array.Clear(_misses);
        (_band, _fresh) = (null, 0);
    }

    /// <summary>Notes a forecast.</summary>
    /// <param name="position">The number of the first step that it is for.</param>
    /// <param name="numbers">Its bounds before they are corrected.</param>
    public void Remember(long position, ForecastNumbers numbers)
    {
        if (position % _spacing == 0 && (_pending.Count == 0 || _pending[^1].Position < position))
            _pending.Add(new Pending(position, [.. numbers.RawLower], [.. numbers.RawUpper], [.. numbers.Scales]));
    }

    /// <summary>Holds what came against what was forecast.</summary>
    /// <param name="position">The number of the step.</param>
    /// <param name="observed">Its targets first; NaN where one is missing.</param>
    public void Judge(long position, ReadOnlySpan<float> observed)
    {
        foreach (var forecast in _pending)
        {
            var step = (int)(position - forecast.Position);
            if (step < 0 || step >= _window.Horizon)
                continue;
            for (var target = 0; target < _window.TargetCount; target++)
            {
                if (float.IsNaN(observed[target]))
                    continue;
                var place = (step * _window.TargetCount) + target;
                var value = forecast.Scales[target].Encode(observed[target]);
                Add(place, Math.Max(forecast.Lower[place] - value, value - forecast.Upper[place]));
            }
        }
        _pending.RemoveAll(forecast => position - forecast.Position >= _window.Horizon - 1);
        _fresh++;
    }

    /// <summary>The correction of the next forecast.</summary>
    /// <param name="trained">Training's.</param>
    /// <param name="share">The share that the bounds are for.</param>
    public ForecastBand Correct(ForecastBand trained, double share)
    {
        if (trained.WindowCount == 0)
            return trained;
        if (_capacity == 0)
            _capacity = Math.Clamp(MostNumbers / _window.LabelCount, 30, Math.Clamp(trained.WindowCount, 30, MostWindows));
        if (_band is null || _fresh * 30 >= _capacity) // not at every row: one more miss moves a quantile little
            (_band, _fresh) = (Blend(trained, share), 0);
        return _band;
    }

    private void Add(int place, float miss)
    {
        var misses = _misses[place] ??= new Queue<float>();
        misses.Enqueue(miss);
        if (_capacity > 0 && misses.Count > _capacity)
            misses.Dequeue();
    }

    private ForecastBand Blend(ForecastBand trained, double share)
    {
        var (lower, upper) = (new float[_misses.Length], new float[_misses.Length]);
        for (var place = 0; place < _misses.Length; place++)
        {
            var count = _misses[place]?.Count ?? 0;
            var weight = Math.Min(1, count / (float)_capacity);
            var own = weight == 0 ? 0 : MissQuantile.Of(Near(place, count), share * (1 + (1.0 / count)));
            lower[place] = trained.Lower[place] + (weight * (own - trained.Lower[place]));
            upper[place] = trained.Upper[place] + (weight * (own - trained.Upper[place]));
        }
        return new ForecastBand(lower, upper) { WindowCount = trained.WindowCount };
    }

    /// <summary>The misses of a step and of those near it.</summary>
    private float[] Near(int place, int count)
    {
        var (step, target) = Math.DivRem(place, _window.TargetCount);
        var (first, last) = MissQuantile.StepsNear(step, _window.Horizon, count);
        return [.. Enumerable.Range(first, last - first + 1).SelectMany(other => _misses[(other * _window.TargetCount) + target] ?? [])];
    }

    /// <summary>Writes what is remembered.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_capacity);
        writer.Write(_pending.Count);
        foreach (var forecast in _pending)
        {
            writer.Write(forecast.Position);
            foreach (var value in forecast.Lower.Concat(forecast.Upper))
                writer.Write(value);
            foreach (var scale in forecast.Scales)
            {
                writer.Write(scale.Mean);
                writer.Write(scale.Deviation);
            }
        }
        foreach (var misses in _misses)
        {
            writer.Write(misses?.Count ?? 0);
            foreach (var miss in misses ?? [])
                writer.Write(miss);
        }
        writer.Write(_fresh);
        writer.Write(_band is not null);
        foreach (var value in _band is null ? [] : _band.Lower.Concat(_band.Upper))
            writer.Write(value);
        writer.Write(_band?.WindowCount ?? 0);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in place of what is remembered.</summary>
    /// <exception cref="FormatException">It does not make sense.</exception>
    public void Read(BinaryReader reader)
    {
        Clear();
        _capacity = ReadCount(reader, MostWindows);
        for (var rest = ReadCount(reader, 2 * MostPending); rest > 0; rest--)
        {
            var position = reader.ReadInt64();
            var (lower, upper) = (ReadNumbers(reader, _misses.Length), ReadNumbers(reader, _misses.Length));
            var scales = new ValueScale[_window.TargetCount];
            for (var target = 0; target < scales.Length; target++)
                scales[target] = new ValueScale(reader.ReadSingle(), reader.ReadSingle());
            _pending.Add(new Pending(position, lower, upper, scales));
        }
        for (var place = 0; place < _misses.Length; place++)
        {
            var count = ReadCount(reader, MostWindows);
            _misses[place] = count == 0 ? null : new Queue<float>(ReadNumbers(reader, count));
        }
        _fresh = ReadCount(reader, int.MaxValue);
        if (reader.ReadBoolean())
            _band = new ForecastBand(ReadNumbers(reader, _misses.Length), ReadNumbers(reader, _misses.Length));
        var windows = ReadCount(reader, int.MaxValue);
        _band = _band is null ? null : _band with { WindowCount = windows };
    }

    private static int ReadCount(BinaryReader reader, int most) =>
        reader.ReadInt32() is var count && count >= 0 && count <= most
            ? count
            : throw new FormatException($"a memory of {count} forecasts is not usable");

    private static float[] ReadNumbers(BinaryReader reader, int count)
    {
        var numbers = new float[count];
        for (var index = 0; index < count; index++)
            numbers[index] = reader.ReadSingle();
        return Array.TrueForAll(numbers, float.IsFinite) ? numbers : throw new FormatException("a remembered bound is not finite");
    }
}
