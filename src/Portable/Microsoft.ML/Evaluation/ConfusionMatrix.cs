namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    private readonly Lazy<string> _text;

    public IReadOnlyList<double> PerClassPrecision { get; }
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>First index: the actual class; second: the predicted one.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }
    public int NumberOfClasses { get; }

    internal ConfusionMatrix(double[][] counts, IReadOnlyList<string> classNames, bool isBinary)
    {
        NumberOfClasses = counts.Length;
        Counts = counts.Select(row => (IReadOnlyList<double>)row.ToImmutableArray()).ToImmutableArray();
        PerClassRecall = Enumerable.Range(0, counts.Length).Select(i => Share(counts[i][i], counts[i].Sum())).ToImmutableArray();
        PerClassPrecision = Enumerable.Range(0, counts.Length)
            .Select(i => Share(counts[i][i], counts.Sum(row => row[i]))).ToImmutableArray();
        _text = new Lazy<string>(() => ConfusionTable.Format(this, classNames, isBinary));
    }

    public string GetFormattedConfusionTable() => _text.Value;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void CheckIndex(int index, string name)
    {
        if (index < 0 || index >= NumberOfClasses)
            throw new ArgumentOutOfRangeException(name, "Invalid index. Should be non-negative, less than the number of classes.");
    }

    private static double Share(double part, double sum) => sum > 0 ? part / sum : 0;
}
