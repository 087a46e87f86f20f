using Microsoft.ML;
using MLNetDeep.Ensembles;

namespace MLNetDeep.Comparison;

/// <summary>
/// Splits into folds so that rows of one group, such as one customer or one machine, are never on both sides: a model is measured on
/// groups that it has not seen.
/// </summary>
/// <remarks>
/// The largest groups go first, each to the fold with the fewest rows, as in scikit-learn's <c>GroupKFold</c>; so the folds are of
/// nearly one size. <see cref="ComparisonOptions.SamplingKeyColumnName"/> keeps groups together too, but deals them out at random.
/// </remarks>
public sealed record GroupedSplit : RowSplit
{
    /// <summary>The column whose equal values are one group: a number, a text, a Boolean or a key.</summary>
    public required string GroupColumnName { get; init; }

    /// <summary>Number of folds; each group is tested in one of them.</summary>
    /// <value>Default 5. At least 2 and at most the number of groups, which leaves out one group a fold.</value>
    public int FoldCount { get; init; } = 5;

    internal override string Description => $"{FoldCount} folds by groups of {GroupColumnName}";

    internal override void Validate(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(GroupColumnName), nameof(GroupColumnName), "not empty", GroupColumnName);
        rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
    }

    private protected override IReadOnlyList<RowFold> MakeFolds(IDataView data)
    {
        var groups = GroupReader.Read(data, GroupColumnName)!;
        var sizes = groups.CountBy(group => group).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToArray();
        if (sizes.Length < FoldCount)
        {
            throw new ArgumentException($"{nameof(GroupedSplit)}.{nameof(FoldCount)} must be at most the number of groups in column " +
                $"'{GroupColumnName}', which is {sizes.Length}, but was {FoldCount}.");
        }
        var folds = new int[sizes.Length];
        var rowCounts = new int[FoldCount];
        // Groups of one size keep the order in which they appear.
        foreach (var group in Enumerable.Range(0, sizes.Length).OrderByDescending(group => sizes[group]))
        {
            folds[group] = Array.IndexOf(rowCounts, rowCounts.Min());
            rowCounts[folds[group]] += sizes[group];
        }
        return Views(data, Enumerable.Range(0, FoldCount).Select(fold =>
            (Array.ConvertAll(groups, group => folds[group] != fold), Array.ConvertAll(groups, group => folds[group] == fold))));
    }
}
