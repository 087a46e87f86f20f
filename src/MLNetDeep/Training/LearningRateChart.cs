using System.Globalization;
using System.Text;

namespace MLNetDeep.Training;

/// <summary>Draws the curve of a range test with characters.</summary>
internal static class LearningRateChart
{
    private const int Width = 66;
    private const int Height = 14;
    private const int Margin = 10;

    public static string Draw(LearningRateRange range)
    {
        double low = range.Losses.Min();
        double high = Math.Max(range.Losses.Take(Math.Max(range.Losses.Count / 10, 1)).Max() * 1.05, low); // the rise at the end is cut
        double left = Math.Log10(range.Rates[0]);
        double right = Math.Log10(range.Rates[^1]);
        int ColumnOf(double rate) => (int)Math.Round((Width - 1) * Share(Math.Log10(rate), left, right));
        var lines = new char[Height][];
        for (var row = 0; row < Height; row++)
            lines[row] = [.. Enumerable.Repeat(' ', Width)];
        for (var row = 0; row < Height; row++)
            lines[row][ColumnOf(range.Suggested)] = ':';
        for (var i = 0; i < range.Losses.Count; i++)
        {
            var row = (int)Math.Round((Height - 1) * (1 - Share(range.Losses[i], low, high)));
            lines[row][ColumnOf(range.Rates[i])] = '*';
        }

        var text = new StringBuilder();
        for (var row = 0; row < Height; row++)
        {
            var label = row == 0 ? Number(high) : row == Height - 1 ? Number(low) : row == Height / 2 ? "loss" : "";
            text.Append(label.PadLeft(Margin)).Append(" |").AppendLine(new string(lines[row]).TrimEnd());
        }

        text.Append(' ', Margin + 1).Append('+').Append('-', Width).AppendLine();
        text.Append(' ', Margin + 2).AppendLine(Scale(left, right));
        text.AppendLine($"Suggested learning rate (:) {Number(range.Suggested)}");
        text.AppendLine($"Steepest fall at {Number(range.Steepest)}, a tenth of the lowest loss's {Number(range.TenthOfLowest)}");
        if (!range.Diverged)
            text.AppendLine("The loss did not rise far: the largest rate may be too small to show the limit");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The powers of ten, each where it belongs.</summary>
    private static string Scale(double left, double right)
    {
        var line = new StringBuilder();
        for (var power = (int)Math.Ceiling(left - 1e-9); power <= right; power++)
        {
            var column = (int)Math.Round((Width - 1) * Share(power, left, right));
            var name = string.Create(CultureInfo.InvariantCulture, $"1e{power}");
            if (column >= line.Length + (line.Length == 0 ? 0 : 1) && column + name.Length <= Width)
                line.Append(' ', column - line.Length).Append(name);
        }

        return line.ToString();
    }

    private static double Share(double value, double low, double high) =>
        high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0;

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
