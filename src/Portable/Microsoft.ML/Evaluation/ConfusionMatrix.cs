namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    private readonly IReadOnlyList<string> _names;
    private readonly bool _isBinary;

    internal ConfusionMatrix(double[][] counts, IReadOnlyList<string> classNames, bool isBinary)
    {
        (_names, _isBinary) = (classNames, isBinary);
        NumberOfClasses = counts.Length;
        Counts = counts.Select(row => (IReadOnlyList<double>)row.ToImmutableArray()).ToImmutableArray();
        PerClassRecall = counts.Select((row, i) => Share(row[i], row.Sum())).ToImmutableArray();
        PerClassPrecision = counts.Select((row, i) => Share(row[i], counts.Sum(other => other[i]))).ToImmutableArray();
    }

    public IReadOnlyList<double> PerClassPrecision { get; }
    public IReadOnlyList<double> PerClassRecall { get; }
    /// <summary>First index: the actual class; second: the predicted one.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }
    public int NumberOfClasses { get; }

    /// <summary>The matrix as a table for people, in ML.NET's exact layout.</summary>
    public string GetFormattedConfusionTable()
    {
        var cellWidth = NumberOfClasses == 2 ? 8 : 5;
        var longestName = _names.Max(name => name.Length);
        var numbered = longestName > cellWidth; // names that do not fit a cell are replaced by class numbers in the header
        var numberWidth = numbered ? $"{NumberOfClasses - 1}".Length : 0;
        var headWidth = Math.Max("PREDICTED".Length, longestName + (numbered ? numberWidth + 2 : 0));
        var rule = new string('=', NumberOfClasses * (NumberOfClasses > 2 ? 8 : 11));
        var text = new StringBuilder();
        if (NumberOfClasses == 2 && _isBinary)
        {
            var (positives, negatives) = (Counts[0].Sum(), Counts[1].Sum());
            text.Append($"TEST {_names[0].ToUpper(CultureInfo.CurrentCulture)} RATIO:\t{positives / (positives + negatives):N4} ")
                .Append($"({positives:F1}/({positives:F1}+{negatives:F1}))");
        }
        text.AppendLine().AppendLine("Confusion table").AppendLine($"{Head("")}{rule}").Append(Head("PREDICTED"));
        for (var j = 0; j < NumberOfClasses; j++)
            text.Append($" {(numbered ? $"{j}" : _names[j]).PadLeft(cellWidth)} |");
        text.AppendLine(" Recall").AppendLine($"{Head("TRUTH")}{rule}");
        for (var i = 0; i < NumberOfClasses; i++)
        {
            var number = numbered ? $"{$"{i}".PadLeft(numberWidth)}. " : "";
            text.Append($"{number}{_names[i].PadLeft(headWidth - number.Length)} ||");
            foreach (var count in Counts[i])
                text.Append($" {$"{count:N0}".PadLeft(cellWidth)} |");
            text.AppendLine($" {PerClassRecall[i],5:F4}");
        }
        text.AppendLine($"{Head("")}{rule}").Append(Head("Precision"));
        foreach (var precision in PerClassPrecision)
            text.Append($"{$"{precision:N4}".PadLeft(cellWidth + 1)} |");
        return text.AppendLine().ToString();

        string Head(string head) => $"{head.PadRight(headWidth + 1)}||";
    }

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void CheckIndex(int index, string name) => Contracts.CheckParam(index >= 0 && index < NumberOfClasses, name,
        "Invalid index. Should be non-negative, less than the number of classes.");

    private static double Share(double part, double sum) => sum > 0 ? part / sum : 0;
}
