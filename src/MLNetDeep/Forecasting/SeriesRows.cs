using System.Runtime.InteropServices;

namespace MLNetDeep.Forecasting;

/// <summary>The rows of one series as they were read, before missing steps have a place.</summary>
internal sealed class SeriesRows(string name, uint[] statics)
{
    private readonly List<long> _ticks = [];
    private readonly List<long> _utcTicks = [];
    private readonly List<float> _observed = [];
    private readonly List<float> _future = [];

    public string Name => name;

    public uint[] Statics => statics;

    public int Count { get; private set; }

    /// <summary>The times of the rows, in UTC where they have offsets.</summary>
    public IReadOnlyList<long> UtcTicks => _utcTicks;

    /// <summary>The times of the rows.</summary>
    public IReadOnlyList<long> Ticks => _ticks;

    /// <summary>Adds the next row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="hasTime">Whether it has a time.</param>
    public void Add(ForecastRow row, bool hasTime)
    {
        Count++;
        if (hasTime)
        {
            _ticks.Add(row.Ticks);
            _utcTicks.Add(row.UtcTicks);
        }
        _observed.AddRange(row.Observed);
        _future.AddRange(row.Future);
    }

    /// <summary>Gives every step its place; missing ones are NaN.</summary>
    /// <param name="clock">How steps are counted; null without times.</param>
    /// <exception cref="InvalidOperationException">A time is off the grid, or gaps are out of proportion.</exception>
    public SeriesSteps ToSteps(SeriesClock? clock)
    {
        var observed = CollectionsMarshal.AsSpan(_observed);
        var future = CollectionsMarshal.AsSpan(_future);
        if (clock is null)
            return new SeriesSteps(name, Count, 0) { Observed = observed.ToArray(), Future = future.ToArray(), Statics = statics };
        var ticks = clock.UsesUtc ? _utcTicks : _ticks;
        var places = Places(ticks, clock.Step);
        var count = places[^1] + 1;
        return new SeriesSteps(name, count, ticks[0])
        {
            Observed = Spread(observed, places, count),
            Future = Spread(future, places, count),
            Statics = statics,
        };
    }

    private int[] Places(List<long> ticks, TimeStep step)
    {
        // A series of which nearly all is missing is a wrong step, or rows that are events.
        const long MostMissing = 20;
        var places = new int[Count];
        for (var index = 1; index < Count; index++)
        {
            var distance = SeriesClock.Distance(step, ticks[index - 1], ticks[index], name);
            var place = places[index - 1] + distance;
            if (place > (MostMissing * Count) + 1000)
            {
                throw new InvalidOperationException(
                    $"Times{SeriesClock.Of(name)} must be at steps that most rows keep, but {Count} rows up to "
                    + $"{TimeStep.Show(ticks[index])} are spread over {place + 1} steps of {step}.");
            }
            places[index] = (int)place;
        }
        return places;
    }

    private float[] Spread(ReadOnlySpan<float> values, int[] places, int count)
    {
        var width = values.Length / Count;
        var spread = new float[count * width];
        Array.Fill(spread, float.NaN);
        for (var index = 0; index < places.Length; index++)
            values.Slice(index * width, width).CopyTo(spread.AsSpan(places[index] * width));
        return spread;
    }
}
