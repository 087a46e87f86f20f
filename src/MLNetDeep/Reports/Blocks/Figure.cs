using System.Globalization;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>A chart under its heading.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Plot">The chart; its own size and title do not count.</param>
internal sealed record Figure(string Title, SvgPlot Plot) : ReportBlock
{
    /// <summary>How the chart is to be read; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the chart shows, for those who do not see it; empty for the heading and the note.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether small screens scroll over the wide chart, since a narrow one would be no use.</summary>
    public bool IsScrolled { get; init; }

    private const int NarrowWidth = 330;

    private int WideWidth => Width switch
    {
        BlockWidth.Half => 490,
        BlockWidth.Third => 306,
        _ => 1040,
    };

    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        html.Open("figure", Classes("card")).Open("figcaption").Element("h3", Title);
        if (Note.Length > 0)
            html.Element("p", Note);
        html.Close("figcaption");
        // Letters keep their size on small screens: the chart is drawn again for them, not made smaller.
        var isPaired = !IsScrolled && Width != BlockWidth.Third;
        Draw(html, isPaired ? "plot wide paired" : "plot wide", WideWidth);
        if (isPaired)
            Draw(html, "plot narrow", NarrowWidth);
        html.Close("figure");
    }

    private void Draw(Html html, string cssClass, int width)
    {
        var plot = Plot with { Title = "", Width = width, Height = Plot.HeightAt(width) };
        var label = Description.Length > 0 ? Description : Note.Length > 0 ? $"{Title}: {Note}" : Title;
        var canvas = new SvgCanvas(SvgTheme.Page);
        plot.Draw(canvas);
        html.Open("div", cssClass, ("tabindex", IsScrolled ? "0" : null));
        html.Open("svg", "", ("role", "img"), ("aria-label", label),
            ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {plot.Width} {plot.Height}")));
        html.Raw(canvas.ToString()).Close("svg").Close("div");
    }
}
