using System.Text;

namespace MLNetDeep.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else: charts are part of it, and it never asks the network for anything. Light and dark, on
/// paper and on small screens.
/// </summary>
public sealed class HtmlReport
{
    internal HtmlReport(string kind, string title, IReadOnlyList<ReportSection> sections)
    {
        Kind = kind;
        Title = title;
        Sections = sections;
    }

    /// <summary>What stands above it.</summary>
    public string Title { get; }

    /// <summary>The headings of its sections, in order.</summary>
    public IReadOnlyList<string> SectionTitles => [.. Sections.Select(section => section.Title)];

    /// <summary>What it is a report of, in two words.</summary>
    internal string Kind { get; }

    /// <summary>What stands under the title; empty for nothing.</summary>
    internal string Subtitle { get; init; } = "";

    /// <summary>The numbers that matter most, with what they mean.</summary>
    internal IReadOnlyList<Tile> Tiles { get; init; } = [];

    internal IReadOnlyList<ReportSection> Sections { get; }

    /// <summary>When it was made.</summary>
    internal DateTimeOffset MadeAt { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The whole report.</summary>
    /// <returns>An HTML document.</returns>
    public string ToHtml() => Page.Write(this);

    /// <summary>Writes the report into a file, which is replaced when it is there.</summary>
    /// <param name="path">The file, usually with the ending <c>.html</c>.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var html = Encoding.UTF8.GetBytes(ToHtml());
        Persistence.ReplacedFile.Write(path, keepPrevious: false, stream => stream.Write(html));
    }
}
