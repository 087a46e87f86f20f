namespace MLNetDeep.Plots;

/// <summary>What an axis shows.</summary>
/// <param name="Name">What stands beside it; may be empty.</param>
internal sealed record AxisSpec(string Name = "")
{
    /// <summary>Beyond this a number is not drawn: differences of such numbers overflow.</summary>
    private const double Largest = 1e100;

    /// <summary>Whether equal distances are equal ratios; only numbers above 0 are drawn then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether only whole numbers are marked.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether 0 is shown in any case.</summary>
    public bool IncludeZero { get; init; }

    /// <summary>Where the axis begins; null for where the numbers do.</summary>
    public double? Low { get; init; }

    /// <summary>Where the axis ends; null for where the numbers do.</summary>
    public double? High { get; init; }

    /// <summary>The times behind whole numbers; null when there are none.</summary>
    public IReadOnlyList<DateTime>? Times { get; init; }

    /// <summary>The names of 0, 1, 2 …; null for numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Whether a number has a place on the axis.</summary>
    public bool CanShow(double value) => Math.Abs(value) < Largest && (!IsLogarithmic || value > 0);

    /// <summary>The axis over some numbers.</summary>
    /// <param name="values">The numbers; those that have no place are passed over.</param>
    /// <param name="most">About how many marks there is room for.</param>
    /// <param name="reachesMarks">Whether it begins and ends at a mark.</param>
    public Axis Over(IEnumerable<double> values, int most, bool reachesMarks)
    {
        if (Categories is { } names)
            return new Axis(-0.5, names.Count - 0.5, value => value, [.. names.Select((name, i) => ((double)i, name))]);
        var (low, high) = Extent(values.Where(CanShow).Select(Position));
        var ticks = Times is not null ? Ticks.Dates(low, high, most)
            : IsLogarithmic ? Ticks.Powers(low, high, most)
            : IsWhole ? Ticks.Whole(low, high, most)
            : Ticks.Numbers(low, high, most);
        if (Times is null && !IsLogarithmic && !IsWhole)
        {
            if (reachesMarks)
                (low, high) = (Low ?? Math.Min(low, ticks[0].Value), High ?? Math.Max(high, ticks[^1].Value));
            var slack = (high - low) * 1e-9;
            ticks = [.. ticks.Where(tick => tick.Value >= low - slack && tick.Value <= high + slack)];
        }
        return new Axis(low, high, Position, ticks);
    }

    private double Position(double value) => Times is not null ? Times[(int)value].Ticks : IsLogarithmic ? Math.Log10(value) : value;

    private (double Low, double High) Extent(IEnumerable<double> positions)
    {
        var known = positions.Concat(IncludeZero && !IsLogarithmic ? [0] : []).ToArray();
        var (low, high) = known.Length == 0 ? (0, 1) : (known.Min(), known.Max());
        (low, high) = (Low is { } first ? Position(first) : low, High is { } last ? Position(last) : high);
        // Numbers that differ by rounding alone would have no marks that differ.
        if (high - low > 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
            return (low, high);
        return IsLogarithmic ? (low - 0.5, high + 0.5) : (low - (Math.Abs(low) / 2) - 0.5, high + (Math.Abs(high) / 2) + 0.5);
    }
}

/// <summary>An axis with its ends and marks.</summary>
/// <param name="Low">Position of its beginning.</param>
/// <param name="High">Position of its end.</param>
/// <param name="Position">From a number to its position.</param>
/// <param name="Marks">The marks, by position.</param>
internal sealed record Axis(double Low, double High, Func<double, double> Position, IReadOnlyList<(double Value, string Text)> Marks)
{
    /// <summary>Where a number lies, from 0 at the beginning to 1 at the end.</summary>
    public double Share(double value) => ShareOfMark(Position(value));

    /// <summary>Where a mark lies.</summary>
    public double ShareOfMark(double position) => (position - Low) / (High - Low);
}
