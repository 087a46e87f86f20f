namespace MLNetDeep.Reports;

/// <summary>A part of a report, with a heading of its own.</summary>
/// <param name="Id">Its name in addresses; letters and hyphens.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Blocks">What it shows, in order.</param>
internal sealed record ReportSection(string Id, string Title, IReadOnlyList<ReportBlock> Blocks)
{
    /// <summary>What stands under the heading; empty for nothing.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Writes what is inside the section's element.</summary>
    public void Write(Html html)
    {
        html.Element("h2", Title);
        if (Lead.Length > 0)
            html.Element("p", Lead, "lead");
        html.Open("div", "grid");
        for (var i = 0; i < Blocks.Count; i++)
            Blocks[i].Write(html, $"{Id}-{i}");
        html.Close("div");
    }
}
