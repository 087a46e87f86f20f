using System.Text;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Writes HTML. Every text goes through <see cref="Escape"/>; names of elements are written as they are.</summary>
internal sealed class Html
{
    private readonly StringBuilder _html = new();

    /// <summary>What was written.</summary>
    public override string ToString() => _html.ToString();

    /// <summary>A text as it may stand in an element or in an attribute between quotation marks.</summary>
    public static string Escape(string text) => SvgCanvas.Escape(text);

    /// <summary>Writes markup as it is.</summary>
    public Html Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public Html Text(string text) => Raw(Escape(text));

    /// <summary>Begins an element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cssClass">Its class; empty for none.</param>
    /// <param name="attributes">More attributes; those whose value is null are left out.</param>
    public Html Open(string name, string cssClass = "", params (string Name, string? Value)[] attributes)
    {
        _html.Append('<').Append(name);
        if (cssClass.Length > 0)
            _html.Append(" class=\"").Append(Escape(cssClass)).Append('"');
        foreach (var (attribute, value) in attributes.Where(attribute => attribute.Value is not null))
            _html.Append(' ').Append(attribute).Append("=\"").Append(Escape(value!)).Append('"');
        return Raw(">");
    }

    /// <summary>Ends an element.</summary>
    public Html Close(string name)
    {
        _html.Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element that holds a text.</summary>
    public Html Element(string name, string text, string cssClass = "", params (string Name, string? Value)[] attributes) =>
        Open(name, cssClass, attributes).Text(text).Close(name);
}
