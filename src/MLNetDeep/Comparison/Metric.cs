namespace MLNetDeep.Comparison;

/// <summary>A measure of how good predictions are, by ML.NET's evaluators.</summary>
/// <param name="Name">Its name, such as "AUC".</param>
/// <param name="HigherIsBetter">False for errors and losses.</param>
public sealed record Metric(string Name, bool HigherIsBetter)
{
    /// <summary>Whether a value is better than another; what is no number is worse than any number.</summary>
    internal bool IsBetter(double value, double than) => HigherIsBetter
        ? value > than || (double.IsNaN(than) && !double.IsNaN(value))
        : value < than || (double.IsNaN(than) && !double.IsNaN(value));

    /// <summary>The value as one that is better the smaller it is, the worst possible for what is no number: to sort by.</summary>
    internal double SortKey(double value) => double.IsNaN(value) ? double.PositiveInfinity : HigherIsBetter ? -value : value;
}
