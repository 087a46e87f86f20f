namespace Microsoft.ML.Data;

/// <summary>The confusion matrix as a table for people, in ML.NET's exact layout.</summary>
internal static class ConfusionTable
{
    // Width of the words PREDICTED, TRUTH and Precision that head the rows.
    private const int MinimumRowHeadWidth = 9;

    public static string Format(ConfusionMatrix matrix, IReadOnlyList<string> names, bool isBinary)
    {
        var count = matrix.NumberOfClasses;
        var cellWidth = count == 2 ? 8 : 5;
        var longestName = names.Max(name => name.Length);
        var numbered = longestName > cellWidth; // names that do not fit a cell are replaced by class numbers in the header
        var numberWidth = numbered ? Text(count - 1).Length : 0;
        var headWidth = Math.Max(MinimumRowHeadWidth, longestName + (numbered ? numberWidth + 2 : 0));
        var rule = string.Concat(Enumerable.Repeat(new string('=', count > 2 ? 8 : 11), count));
        var text = new StringBuilder();

        if (count == 2 && isBinary)
            AppendPositiveRatio(text, matrix, names[0]);
        text.AppendLine();
        text.AppendLine("Confusion table");
        AppendHead(text, "", headWidth).AppendLine(rule);
        AppendHead(text, "PREDICTED", headWidth);
        for (var j = 0; j < count; j++)
            text.Append(' ').Append((numbered ? Text(j) : names[j]).PadLeft(cellWidth)).Append(" |");
        text.AppendLine(" Recall");
        AppendHead(text, "TRUTH", headWidth).AppendLine(rule);
        for (var i = 0; i < count; i++)
        {
            var name = numbered
                ? $"{Text(i).PadLeft(numberWidth)}. {names[i].PadLeft(headWidth - numberWidth - 2)}"
                : names[i].PadLeft(headWidth);
            text.Append(name).Append(" ||");
            for (var j = 0; j < count; j++)
                text.Append(' ').Append(Text(matrix.Counts[i][j], "N0").PadLeft(cellWidth)).Append(" |");
            text.Append(' ').AppendLine(Text(matrix.PerClassRecall[i], "F4").PadLeft(5));
        }
        AppendHead(text, "", headWidth).AppendLine(rule);
        AppendHead(text, "Precision", headWidth);
        foreach (var precision in matrix.PerClassPrecision)
            text.Append(Text(precision, "N4").PadLeft(cellWidth + 1)).Append(" |");
        return text.AppendLine().ToString();
    }

    private static void AppendPositiveRatio(StringBuilder text, ConfusionMatrix matrix, string positiveName)
    {
        var positives = matrix.Counts[0][0] + matrix.Counts[0][1];
        var negatives = matrix.Counts[1][0] + matrix.Counts[1][1];
        text.Append("TEST ").Append(positiveName.ToUpper(CultureInfo.CurrentCulture)).Append(" RATIO:\t")
            .Append(Text(positives / (positives + negatives), "N4"))
            .Append(" (").Append(Text(positives, "F1")).Append("/(")
            .Append(Text(positives, "F1")).Append('+').Append(Text(negatives, "F1")).Append("))");
    }

    private static StringBuilder AppendHead(StringBuilder text, string head, int width) =>
        text.Append(head.PadRight(width + 1)).Append("||");

    private static string Text(int number) => number.ToString(CultureInfo.CurrentCulture);

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.CurrentCulture);
}
