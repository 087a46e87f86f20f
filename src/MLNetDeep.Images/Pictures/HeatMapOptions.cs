namespace MLNetDeep.Images;

/// <summary>How a map of numbers is shown.</summary>
public sealed record HeatMapOptions
{
    /// <summary>The colours.</summary>
    /// <value>Default <see cref="ColorMap.Inferno"/>.</value>
    public ColorMap ColorMap { get; init; } = ColorMap.Inferno;

    /// <summary>How much the hottest place hides of the picture beneath it; colder places hide less in proportion.</summary>
    /// <value>From 0 (nothing) to 1 (all). Default 0.75: outlines stay visible.</value>
    public double Opacity { get; init; } = 0.75;

    /// <summary>The number that gets the coldest colour.</summary>
    /// <value>Default <see langword="null"/>: the map's smallest. Set it, and <see cref="Maximum"/>, to compare pictures.</value>
    public float? Minimum { get; init; }

    /// <summary>The number that gets the hottest colour.</summary>
    /// <value>Default <see langword="null"/>: the map's largest.</value>
    public float? Maximum { get; init; }

    /// <summary>How many pixels wide and high each pixel of the picture becomes.</summary>
    /// <value>From 1. Default <see langword="null"/>: so many that the shorter side has at least 224 pixels.</value>
    public int? Zoom { get; init; }

    internal void Check()
    {
        List<string> violations = [];
        Require(Enum.IsDefined(ColorMap), "ColorMap", "one of ColorMap's values", ColorMap);
        Require(Opacity is >= 0 and <= 1, "Opacity", "from 0 to 1", Opacity);
        Require(Minimum is null || float.IsFinite(Minimum.Value), "Minimum", "finite", Minimum);
        var isAbove = Maximum is null || (float.IsFinite(Maximum.Value) && !(Maximum <= Minimum));
        Require(isAbove, "Maximum", "finite and above Minimum", Maximum);
        Require(Zoom is null or >= 1, "Zoom", "at least 1", Zoom);
        if (violations.Count > 0)
            throw new ArgumentException(string.Join(" ", violations));

        void Require(bool holds, string member, string rule, object? value)
        {
            if (!holds)
                violations.Add(FormattableString.Invariant($"HeatMapOptions.{member} must be {rule}, but was {value}."));
        }
    }
}
