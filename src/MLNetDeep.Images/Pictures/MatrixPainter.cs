using System.Globalization;

namespace MLNetDeep.Images.Pictures;

/// <summary>Lays a confusion matrix out and paints it.</summary>
internal sealed class MatrixPainter
{
    private const int LongestName = 14;
    private const byte Black = 30;
    private const byte White = 255;

    // From white over a clear blue to a dark one. Lightness falls evenly.
    private static readonly ColorScale Blues = new("FFFFFFB9D3EA6FA3D33A72B0123A75");

    private readonly IReadOnlyList<IReadOnlyList<double>> _counts;
    private readonly string[] _names;
    private readonly string[][] _texts;
    private readonly string _title;
    private readonly int _dot;
    private readonly int _cell;
    private readonly int _left;
    private readonly int _top;
    private readonly bool _hasTexts;
    private readonly bool _hasNames;
    private readonly bool _isUpright;

    public MatrixPainter(IReadOnlyList<IReadOnlyList<double>> counts, IReadOnlyList<string> names)
    {
        _counts = counts;
        _names = [.. names.Select(name => Lettering.Shorten(name, LongestName))];
        _texts = [.. counts.Select(row => row.Select(Show).ToArray())];
        _title = Title(counts);
        var count = counts.Count;
        // Letters of two pixels a dot read well on a screen; more classes than a screen holds get smaller ones, then none.
        _dot = count <= 24 ? 2 : 1;
        _hasTexts = count <= 40;
        _hasNames = count <= 100;
        var widest = _texts.Max(row => row.Max(Lettering.Width));
        _cell = _hasTexts ? Math.Max(18 * _dot, (widest + 6) * _dot) : _hasNames ? 12 : Math.Max(2, 800 / count);
        _isUpright = _names.Max(Lettering.Width) * _dot > _cell - 4;
        _left = Margin + (2 * Line) + (_hasNames ? (_names.Max(Lettering.Width) + 4) * _dot : 0);
        _top = Margin + (Line * 2);
    }

    private int Line => (Lettering.Height + 2) * _dot;

    private int Margin => 4 * _dot;

    private int Side => _cell * _counts.Count;

    public Image Paint()
    {
        var below = !_hasNames ? 0 : _isUpright ? (_names.Max(Lettering.Width) + 4) * _dot : Line + (2 * _dot);
        var right = _left + Math.Max(Side, Lettering.Width(_title) * _dot) + (2 * Margin);
        var canvas = Canvas.Create(right, _top + Side + below + (Line * 2) + Margin, 3, White);
        Lettering.Write(canvas, _left, Margin, _title, _dot, Black);
        PaintCells(canvas);
        if (_hasNames)
            WriteNames(canvas);
        var (actual, predicted) = ("actual", "predicted");
        Lettering.Write(canvas, Margin, _top + ((Side - (Lettering.Width(actual) * _dot)) / 2), actual, _dot, Black, isUpright: true);
        var center = _left + ((Side - (Lettering.Width(predicted) * _dot)) / 2);
        Lettering.Write(canvas, center, _top + Side + below + (Line / 2), predicted, _dot, Black);
        return canvas.ToImage();
    }

    private void PaintCells(Canvas canvas)
    {
        Span<byte> color = stackalloc byte[3];
        // A thin line around the fields; fields too small for it touch.
        var gap = _cell >= 8 ? 1 : 0;
        canvas.Fill(_left - 1, _top - 1, Side + 2 - gap, Side + 2 - gap, [205, 205, 205]);
        for (var row = 0; row < _counts.Count; row++)
        {
            var sum = _counts[row].Sum();
            for (var column = 0; column < _counts.Count; column++)
            {
                var share = sum > 0 ? _counts[row][column] / sum : 0;
                // The square root shows a mistake of one in a hundred as a tenth of the way.
                Blues.Color((float)Math.Sqrt(share), color);
                var (x, y) = (_left + (column * _cell), _top + (row * _cell));
                canvas.Fill(x, y, _cell - gap, _cell - gap, color);
                if (!_hasTexts)
                    continue;
                var text = _texts[row][column];
                var shade = _counts[row][column] == 0 ? (byte)190 : share > 0.3 ? White : Black;
                var (width, height) = (Lettering.Width(text) * _dot, Lettering.Height * _dot);
                Lettering.Write(canvas, x + ((_cell - gap - width) / 2), y + ((_cell - gap - height) / 2), text, _dot, shade);
            }
        }
    }

    private void WriteNames(Canvas canvas)
    {
        var half = (_cell - (Lettering.Height * _dot)) / 2;
        for (var i = 0; i < _names.Length; i++)
        {
            var width = Lettering.Width(_names[i]) * _dot;
            Lettering.Write(canvas, _left - width - (3 * _dot), _top + (i * _cell) + half, _names[i], _dot, Black);
            var (x, y) = (_left + (i * _cell), _top + Side + (3 * _dot));
            Lettering.Write(canvas, x + (_isUpright ? half : (_cell - width) / 2), y, _names[i], _dot, Black, _isUpright);
        }
    }

    private static string Title(IReadOnlyList<IReadOnlyList<double>> counts)
    {
        var all = counts.Sum(row => row.Sum());
        var right = Enumerable.Range(0, counts.Count).Sum(i => counts[i][i]);
        var accuracy = all > 0 ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * right / all:F2} % of ") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{accuracy}{all:#,0.##} rows");
    }

    // Weighted counts have decimals; large ones lose digits that no field could show.
    private static string Show(double count) => count switch
    {
        >= 9_999_500 => string.Create(CultureInfo.InvariantCulture, $"{count:0.0e+0}"),
        >= 999_500 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0}M"),
        >= 99_950 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:0.#}"),
    };
}
