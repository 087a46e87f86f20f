namespace MLNetDeep.Images;

/// <summary>How pictures are put side by side.</summary>
public sealed record ImageGridOptions
{
    /// <summary>Pictures in a row.</summary>
    /// <value>From 1. Default <see langword="null"/>: about as many as there are rows.</value>
    public int? ColumnCount { get; init; }

    /// <summary>How many pixels wide and high each pixel becomes.</summary>
    /// <value>From 1. Default 1.</value>
    public int Zoom { get; init; } = 1;

    /// <summary>Pixels between the pictures and around them, which no zoom enlarges.</summary>
    /// <value>From 0. Default 2.</value>
    public int Gap { get; init; } = 2;

    /// <summary>The shade of the gaps.</summary>
    /// <value>From 0 (black) to 255 (white), the default.</value>
    public byte Background { get; init; } = 255;

    internal void Check()
    {
        List<string> violations = [];
        if (ColumnCount < 1)
            violations.Add($"ImageGridOptions.ColumnCount must be at least 1, but was {ColumnCount}.");
        if (Zoom is < 1 or > 1024)
            violations.Add($"ImageGridOptions.Zoom must be from 1 to 1024, but was {Zoom}.");
        if (Gap is < 0 or > 1024)
            violations.Add($"ImageGridOptions.Gap must be from 0 to 1024, but was {Gap}.");
        if (violations.Count > 0)
            throw new ArgumentException(string.Join(" ", violations));
    }
}
