using System.Security.Cryptography;
using System.Text;

namespace MLNetDeep.Reports;

/// <summary>Puts a report into a document.</summary>
internal static class Page
{
    private static readonly string Style = Asset("report.css");
    private static readonly string Script = Asset("report.js");

    /// <summary>A whole document.</summary>
    /// <param name="report">The report.</param>
    /// <param name="liveScript">A script that keeps the page up to date; null for a report that is finished.</param>
    public static string Write(HtmlReport report, string? liveScript = null)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>\n").Open("html", "", ("lang", "en")).Raw("\n<head>\n<meta charset=\"utf-8\">\n");
        html.Open("meta", "", ("http-equiv", "Content-Security-Policy"), ("content", Policy(liveScript))).Raw("\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Raw("<meta name=\"generator\" content=\"MLNetDeep\">\n");
        html.Raw("<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n");
        html.Element("title", $"{report.Title} – {report.Kind}");
        html.Raw("<style>").Raw(Style).Raw("</style>\n</head>\n<body>\n");
        html.Element("a", "Skip to the report", "skip", ("href", "#report"));
        html.Open("div", "page");
        WriteBody(html, report);
        html.Close("div").Raw("<script>").Raw(Script).Raw("</script>\n");
        if (liveScript is not null)
            html.Raw("<script>").Raw(liveScript).Raw("</script>\n");
        return html.Raw("</body>\n</html>\n").ToString();
    }

    /// <summary>What the page holds, without the document around it: contents, head, sections, each with an address of its own.</summary>
    public static void WriteBody(Html html, HtmlReport report)
    {
        html.Open("nav", "", ("aria-label", "Sections"), ("id", "contents")).Open("ol");
        foreach (var section in report.Sections)
            html.Open("li").Element("a", section.Title, "", ("href", "#" + section.Id)).Close("li");
        html.Close("ol").Close("nav").Open("main", "", ("id", "report")).Raw("\n");
        WriteHead(html, report);
        foreach (var section in report.Sections)
        {
            html.Open("section", "", ("id", section.Id));
            section.Write(html);
            html.Close("section");
        }
        html.Open("footer").Text($"Made by MLNetDeep {PackageVersions.Of(typeof(Page).Assembly)} on {Numbers.Moment(report.MadeAt)}.");
        html.Close("footer").Close("main");
    }

    private static void WriteHead(Html html, HtmlReport report)
    {
        html.Open("header", "", ("id", "head")).Element("p", report.Kind, "kind").Element("h1", report.Title);
        html.Open("p", "status", ("id", "status"), ("role", "status")).Close("p");
        if (report.Subtitle.Length > 0)
            html.Element("p", report.Subtitle, "subtitle");
        if (report.Tiles.Count > 0)
            new TileRow(report.Tiles).Write(html, "tiles");
        html.Close("header");
    }

    // Nothing is loaded from anywhere, and nothing runs but what is named here, whatever a column or a message is called.
    private static string Policy(string? liveScript)
    {
        var scripts = $"'sha256-{Hash(Script)}'" + (liveScript is null ? "" : $" 'sha256-{Hash(liveScript)}'");
        return $"default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src {scripts}; img-src data:; base-uri 'none'; "
            + $"form-action 'none'{(liveScript is null ? "" : "; connect-src 'self'")}";
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A file of this folder that is part of the assembly.</summary>
    private static string Asset(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream($"MLNetDeep.Reports.Assets.{name}")!;
        using var reader = new StreamReader(stream);
        // Browsers compute hashes over lines that end in a line feed alone.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
