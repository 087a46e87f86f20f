using System.Globalization;

namespace MLNetDeep.Plots;

/// <summary>One field of a <see cref="MatrixPlot"/>.</summary>
/// <param name="Share">How dark it is, from 0 to 1.</param>
/// <param name="Text">What stands in it where there is room.</param>
/// <param name="Title">What is told when it is pointed at.</param>
internal readonly record struct MatrixField(double Share, string Text, string Title);

/// <summary>A table of numbers as darker and lighter fields.</summary>
/// <param name="RowNames">The names down the side.</param>
/// <param name="ColumnNames">The names along the top.</param>
/// <param name="Fields">The fields, row after row.</param>
internal sealed record MatrixPlot(IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, IReadOnlyList<MatrixField> Fields)
    : SvgPlot
{
    private const int HeadHeight = 56;
    private const double LetterHeight = 14;

    /// <summary>What the rows are.</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>What the columns are.</summary>
    public string ColumnTitle { get; init; } = "";

    internal override int HeightAt(int width)
    {
        var most = RowNames.Count switch { <= 2 => 104, <= 5 => 64, <= 8 => 46, _ => 38 };
        return HeadHeight + (int)(RowNames.Count * Math.Min(FieldWidth(width), most)) + 6;
    }

    internal override void Validate(OptionRules rules) => rules.Require(
        RowNames.Count > 0 && ColumnNames.Count > 0 && Fields.Count == RowNames.Count * ColumnNames.Count, nameof(Fields),
        "one for each name of a row and a column", Fields.Count);

    internal override void Draw(SvgCanvas canvas)
    {
        var left = NameWidth(Width);
        var (width, height) = (FieldWidth(Width), (double)(Height - HeadHeight - 6) / RowNames.Count);
        canvas.Text(canvas.Theme.Left, HeadHeight - 8, "start", RowTitle + " ↓", Paint.Grey);
        canvas.Text(left, 14, "start", ColumnTitle + " →", Paint.Grey);
        for (var column = 0; column < ColumnNames.Count; column++)
        {
            var text = SvgCanvas.Cut(ColumnNames[column], width - 2);
            if (text.Length > 1 || ColumnNames[column].Length == 1)
                canvas.Text(left + ((column + 0.5) * width), HeadHeight - 8, "middle", text, title: ColumnNames[column]);
        }
        for (var row = 0; row < RowNames.Count; row++)
        {
            var y = HeadHeight + (row * height);
            if (height >= LetterHeight - 2)
                canvas.Text(left - 8, y + (height / 2) + 4, "end", SvgCanvas.Cut(RowNames[row], left - 10), title: RowNames[row]);
            for (var column = 0; column < ColumnNames.Count; column++)
                DrawField(canvas, Fields[(row * ColumnNames.Count) + column], left + (column * width), y, width, height);
        }
    }

    private static void DrawField(SvgCanvas canvas, MatrixField field, double x, double y, double width, double height)
    {
        var opacity = 0.05 + (0.95 * Math.Clamp(field.Share, 0, 1));
        var gap = width > 14 ? 1 : 0.25;
        canvas.Rectangle(x + gap, y + gap, width - (2 * gap), height - (2 * gap), Paint.Series(0),
            string.Create(CultureInfo.InvariantCulture, $"fill-opacity=\"{opacity:0.###}\" rx=\"{(width > 14 ? 3 : 0)}\""), field.Title);
        if (SvgCanvas.WidthOf(field.Text) <= width - 4 && height >= LetterHeight)
        {
            var paint = opacity > 0.55 ? Paint.Paper : Paint.Ink;
            canvas.Text(x + (width / 2), y + (height / 2) + 4, "middle", field.Text, paint, "pointer-events=\"none\"");
        }
    }

    private double NameWidth(double width) =>
        Math.Min(width * 0.32, 14 + Math.Max(SvgCanvas.WidthOf(RowTitle + " ↓"), RowNames.Max(SvgCanvas.WidthOf)));

    private double FieldWidth(double width) => (width - NameWidth(width) - 4) / ColumnNames.Count;
}
