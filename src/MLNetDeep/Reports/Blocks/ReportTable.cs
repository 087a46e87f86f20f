using System.Globalization;

namespace MLNetDeep.Reports;

/// <summary>One field of a table.</summary>
/// <param name="Text">What is shown.</param>
internal readonly record struct Cell(string Text)
{
    /// <summary>What it is sorted by; null for the text.</summary>
    public double? Sort { get; init; }

    /// <summary>A class of the style sheet; null for none.</summary>
    public string? Class { get; init; }

    /// <summary>What is told when it is pointed at; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>A number in the table's own form, sorted by its value.</summary>
    public static Cell Of(double value) => new(Numbers.Show(value)) { Sort = value };

    public static implicit operator Cell(string text) => new(text);
}

/// <summary>One column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumeric">Whether its fields are aligned at the right.</param>
internal readonly record struct Column(string Name, bool IsNumeric = false);

/// <summary>One line of a table.</summary>
/// <param name="Cells">Its fields; the first one is the line's heading.</param>
internal sealed record Row(IReadOnlyList<Cell> Cells)
{
    /// <summary>Whether it stands out.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The trial whose marks in charts belong to it; null for none.</summary>
    public int? Trial { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its lines.</param>
internal sealed record ReportTable(IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows) : ReportBlock
{
    // More lines than fit on most screens scroll on their own, so that what follows stays near.
    private const int MostUnfolded = 25;

    /// <summary>Its heading; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether a press on the head of a column sorts by it.</summary>
    public bool IsSortable { get; init; }

    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        html.Open("div", Classes("card tablecard"));
        if (Title.Length > 0)
            html.Element("h3", Title);
        var cssClass = Rows.Count > MostUnfolded ? "scroll tall" : "scroll";
        html.Open("div", cssClass, ("tabindex", "0"), ("role", "region"), ("aria-label", Title.Length > 0 ? Title : "table"));
        html.Open("table", IsSortable ? "sortable" : "", ("id", id)).Open("thead").Open("tr");
        foreach (var column in Columns)
            html.Element("th", column.Name, column.IsNumeric ? "num" : "", ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var row in Rows)
            Write(html, row);
        html.Close("tbody").Close("table").Close("div").Close("div");
    }

    private void Write(Html html, Row row)
    {
        html.Open("tr", row.IsFirst ? "first" : "", ("data-trial", row.Trial?.ToString(CultureInfo.InvariantCulture)));
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var cell = row.Cells[i];
            var sort = cell.Sort?.ToString("R", CultureInfo.InvariantCulture);
            var classes = $"{(Columns[i].IsNumeric ? "num" : "text")} {cell.Class}".TrimEnd();
            var (name, scope) = i == 0 ? ("th", "row") : ("td", null);
            html.Element(name, cell.Text, classes, ("scope", scope), ("data-sort", sort), ("title", cell.Title));
        }
        html.Close("tr");
    }
}
