namespace MLNetDeep.Reports;

/// <summary>A number that matters.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Note">More about it; empty for nothing.</param>
internal sealed record Tile(string Name, string Value, string Note = "");

/// <summary>Numbers that matter, side by side.</summary>
/// <param name="Tiles">The numbers.</param>
internal sealed record TileRow(IReadOnlyList<Tile> Tiles) : ReportBlock
{
    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        html.Open("dl", "tiles");
        foreach (var tile in Tiles)
        {
            html.Open("div", "tile").Element("dt", tile.Name).Element("dd", tile.Value);
            if (tile.Note.Length > 0)
                html.Element("dd", tile.Note, "note");
            html.Close("div");
        }
        html.Close("dl");
    }
}
