namespace MLNetDeep.Reports;

/// <summary>What a box of a box plot shows.</summary>
/// <param name="Low">The smallest value within 1.5 times the box below it (Tukey, "Exploratory data analysis", 1977).</param>
/// <param name="First">A quarter of the values lie below.</param>
/// <param name="Median">Half of them.</param>
/// <param name="Third">Three quarters.</param>
/// <param name="High">The largest value within 1.5 times the box above it.</param>
internal readonly record struct Quartiles(double Low, double First, double Median, double Third, double High)
{
    /// <summary>Of some finite values, at least one.</summary>
    public static Quartiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var (first, third) = (At(sorted, 0.25), At(sorted, 0.75));
        var reach = 1.5 * (third - first);
        return new Quartiles(sorted.First(v => v >= first - reach), first, At(sorted, 0.5), third, sorted.Last(v => v <= third + reach));
    }

    /// <summary>The value below which a share of sorted values lies, linear between two of them.</summary>
    public static double At(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
