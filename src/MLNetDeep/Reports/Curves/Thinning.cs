namespace MLNetDeep.Reports;

/// <summary>Leaves out what nobody would see.</summary>
internal static class Thinning
{
    /// <summary>Points of a line in the unit square, those left out that lie closer to the one before than a pixel or so.</summary>
    public static IReadOnlyList<(double X, double Y)> OfLine(IReadOnlyList<(double X, double Y)> points)
    {
        const double Least = 0.004;
        var kept = new List<(double X, double Y)>();
        for (var i = 0; i < points.Count; i++)
        {
            if (i == 0 || i == points.Count - 1 || Math.Abs(points[i].X - kept[^1].X) + Math.Abs(points[i].Y - kept[^1].Y) > Least)
                kept.Add(points[i]);
        }
        return kept;
    }

    /// <summary>At most so many positions out of a count, evenly spread.</summary>
    public static IEnumerable<int> Positions(int count, int most) =>
        count <= most ? Enumerable.Range(0, count) : Enumerable.Range(0, most).Select(i => (int)((long)i * count / most));
}
