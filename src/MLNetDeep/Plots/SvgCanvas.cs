using System.Globalization;
using System.Security;
using System.Text;

namespace MLNetDeep.Plots;

/// <summary>Writes the elements of an SVG picture.</summary>
internal sealed class SvgCanvas(SvgTheme theme)
{
    private readonly StringBuilder _svg = new();

    public SvgTheme Theme { get; } = theme;

    /// <summary>What was written.</summary>
    public override string ToString() => _svg.ToString();

    /// <summary>A text that may stand in an element or an attribute; characters that no document may hold are replaced.</summary>
    public static string Escape(string text)
    {
        var clean = string.Concat(text.Select(c => (c < ' ' && c is not ('\n' or '\t')) || c is '\uFFFE' or '\uFFFF' ? '\uFFFD' : c));
        return SecurityElement.Escape(clean);
    }

    /// <summary>Pixels that a text takes, of sans-serif fonts at 12 pixels, rather more than less.</summary>
    public static double WidthOf(string text) => text.Sum(WidthOf);

    /// <summary>A text cut to so many pixels, with an ellipsis.</summary>
    public static string Cut(string text, double room)
    {
        if (WidthOf(text) <= room)
            return text;
        var (count, width) = (0, WidthOf('…'));
        while (count < text.Length && (width += WidthOf(text[count])) <= room)
            count++;
        // Never half of a character that takes two places.
        if (count > 0 && char.IsHighSurrogate(text[count - 1]))
            count--;
        return text[..count].TrimEnd() + "…";
    }

    /// <summary>Two coordinates of a path.</summary>
    public static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.##} {y:0.##}");

    /// <summary>Begins a group; <paramref name="attributes"/> are written as they are.</summary>
    public void Open(string attributes) => _svg.Append("<g ").Append(attributes).Append(">\n");

    /// <summary>Begins a group whose origin lies elsewhere.</summary>
    public void OpenAt(double x, double y) =>
        Open(string.Create(CultureInfo.InvariantCulture, $"transform=\"translate({x:0.##} {y:0.##})\""));

    public void Close() => _svg.Append("</g>\n");

    /// <summary>A heading at the upper left corner.</summary>
    public void Title(string title, int size) => _svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"16\" y=\"{size + 9}\" font-size=\"{size}\" font-weight=\"600\" fill=\"{Theme[Paint.Ink]}\">{Escape(title)}</text>\n");

    public void Text(double x, double y, string anchor, string text, Paint? paint = null, string more = "", string? title = null)
    {
        _svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" fill=\"{Theme[paint ?? Paint.Ink]}\"");
        _svg.Append(Attributes(more)).Append('>').Append(Escape(text)).Append(TitleOf(title)).Append("</text>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, Paint paint, double width = 1, string dash = "")
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" ");
        _svg.Append(CultureInfo.InvariantCulture, $"stroke=\"{Theme[paint]}\" stroke-width=\"{width}\"").Append(Dash(dash)).Append("/>\n");
    }

    public void Circle(double x, double y, double radius, Paint paint, string more = "", string? title = null) => Element(
        "circle",
        string.Create(CultureInfo.InvariantCulture, $"cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{Theme[paint]}\""),
        more, title);

    public void Rectangle(double x, double y, double width, double height, Paint paint, string more = "", string? title = null) => Element(
        "rect", string.Create(CultureInfo.InvariantCulture,
            $"x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{Theme[paint]}\""),
        more, title);

    /// <summary>A filled outline.</summary>
    public void Area(string path, Paint paint, string more = "", string? title = null) =>
        Element("path", $"d=\"{path}\" fill=\"{Theme[paint]}\"", more, title);

    /// <summary>A line through points.</summary>
    public void Stroke(string path, Paint paint, double width = 1.7, string dash = "", string more = "", string? title = null) => Element(
        "path", string.Create(CultureInfo.InvariantCulture,
            $"d=\"{path}\" fill=\"none\" stroke=\"{Theme[paint]}\" stroke-width=\"{width}\" ")
            + "stroke-linejoin=\"round\" stroke-linecap=\"round\"" + Dash(dash), more, title);

    // After DejaVu Sans, the widest of the fonts that the style sheet names.
    private static double WidthOf(char c) => c switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' or '!' => 4.2,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' or '-' or '"' => 5.3,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' or '—' or '→' => 12,
        >= 'A' and <= 'Z' => 9,
        >= '\u1100' => 12.5,
        _ => 7.7,
    };

    private static string Dash(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static string Attributes(string more) => more.Length == 0 ? "" : " " + more;

    private static string TitleOf(string? title) => title is null ? "" : $"<title>{Escape(title)}</title>";

    private void Element(string name, string attributes, string more, string? title)
    {
        _svg.Append('<').Append(name).Append(' ').Append(attributes).Append(Attributes(more));
        _svg.Append(title is null ? "/>\n" : $">{TitleOf(title)}</{name}>\n");
    }
}
