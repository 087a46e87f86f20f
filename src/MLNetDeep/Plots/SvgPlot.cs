using System.Globalization;
using System.Text;

namespace MLNetDeep.Plots;

/// <summary>A picture of numbers, dark on white, as SVG: any browser, and most programs that take pictures, show it.</summary>
public abstract record SvgPlot
{
    private protected SvgPlot()
    {
    }

    /// <summary>What stands above the picture.</summary>
    /// <value>Default empty.</value>
    public string Title { get; init; } = "";

    /// <summary>Width in pixels.</summary>
    /// <value>Default 900. At least 200.</value>
    public int Width { get; init; } = 900;

    /// <summary>Height in pixels.</summary>
    /// <value>Default 420. At least 150.</value>
    public int Height { get; init; } = 420;

    /// <summary>Draws the picture.</summary>
    /// <returns>A whole SVG document.</returns>
    /// <exception cref="ArgumentException">A member is out of range, or there is nothing to draw.</exception>
    public string ToSvg()
    {
        var rules = new OptionRules(GetType().Name);
        rules.Require(Width >= 200, nameof(Width), "at least 200", Width);
        rules.Require(Height >= 150, nameof(Height), "at least 150", Height);
        Validate(rules);
        rules.ThrowIfBroken();
        var canvas = new SvgCanvas(SvgTheme.Alone);
        Draw(canvas);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" ");
        svg.Append("font-family=\"'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        return svg.Append(canvas).Append("</svg>\n").ToString();
    }

    /// <summary>Draws the picture into a file, which is replaced when it is there.</summary>
    /// <param name="path">The file, usually with the ending <c>.svg</c>.</param>
    /// <exception cref="ArgumentException">A member is out of range, or there is nothing to draw.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var svg = ToSvg();
        Persistence.ReplacedFile.Write(path, keepPrevious: false, stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
    }

    internal abstract void Validate(OptionRules rules);

    /// <summary>Draws into a document whose origin is the picture's upper left corner.</summary>
    internal abstract void Draw(SvgCanvas canvas);

    /// <summary>How high it likes to be on a page that gives it so much width.</summary>
    internal virtual int HeightAt(int width) => width * Height / Width;
}
