namespace MLNetDeep.Plots;

/// <summary>What colours look like, and how much room a picture keeps around itself.</summary>
internal sealed class SvgTheme
{
    // Told apart by colour-blind readers too, all dark enough on white: after Okabe and Ito, "Color universal design", 2008.
    private static readonly Dictionary<string, string> Print = new()
    {
        ["ink"] = "#1b1f24",
        ["grey"] = "#4b5560",
        ["pale"] = "#e4e7eb",
        ["card"] = "#ffffff",
        ["c0"] = "#0a66b7",
        ["c1"] = "#c8501e",
        ["c2"] = "#00795b",
        ["c3"] = "#9a4f96",
        ["c4"] = "#8a6d00",
        ["c5"] = "#56788f",
    };

    private readonly bool _isPage;

    private SvgTheme(bool isPage) => _isPage = isPage;

    /// <summary>A picture in a file of its own: dark on white.</summary>
    public static SvgTheme Alone { get; } = new(isPage: false);

    /// <summary>A picture in a page whose style sheet holds the colours as variables, light and dark.</summary>
    public static SvgTheme Page { get; } = new(isPage: true);

    /// <summary>Pixels left of the texts of the vertical axis.</summary>
    public double Left => _isPage ? 2 : 18;

    /// <summary>Pixels right of the horizontal axis.</summary>
    public double Right => _isPage ? 20 : 18;

    /// <summary>Pixels above a picture without a title.</summary>
    public double Top => _isPage ? 10 : 14;

    /// <summary>A colour as the value of an attribute.</summary>
    public string this[Paint paint] => _isPage ? $"var(--{paint.Name})" : Print[paint.Name];
}
