namespace MLNetDeep.Plots;

/// <summary>A colour by what it is for; a <see cref="SvgTheme"/> knows what it looks like.</summary>
/// <param name="Name">The name of the variable that a page keeps it in.</param>
internal readonly record struct Paint(string Name)
{
    /// <summary>How many series are told apart by colour.</summary>
    public const int SeriesCount = 6;

    /// <summary>What is read.</summary>
    public static Paint Ink { get; } = new("ink");

    /// <summary>What is read second: names of axes, reference lines.</summary>
    public static Paint Grey { get; } = new("grey");

    /// <summary>Grid lines.</summary>
    public static Paint Pale { get; } = new("pale");

    /// <summary>What the picture is drawn on.</summary>
    public static Paint Paper { get; } = new("card");

    /// <summary>The colour of the series of this number.</summary>
    public static Paint Series(int number) => new($"c{number % SeriesCount}");
}
