using Microsoft.ML;
using MLNetDeep.Ensembles;
using MLNetDeep.Training;

namespace MLNetDeep.Comparison;

/// <summary>
/// Deals the rows out to folds of nearly one size at random, the same share of every class to each; each row is tested once a
/// repetition.
/// </summary>
/// <remarks>The draw depends on the seed and the rows' order alone, not on the process or the machine.</remarks>
public sealed record RandomSplit : RowSplit
{
    /// <summary>Number of folds.</summary>
    /// <value>Default 5, as scikit-learn has. At least 2 and at most the number of rows, which leaves out one row a fold.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>How often the rows are dealt out, each time anew.</summary>
    /// <value>
    /// Default 1. At least 1. Ten times ten folds make results of tests repeat well (Bouckaert and Frank, "Evaluating the replicability
    /// of significance tests for comparing learning algorithms", 2004).
    /// </value>
    public int RepeatCount { get; init; } = 1;

    /// <summary>Where the random numbers start.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>The column of classes whose shares are kept in every fold: a key, a Boolean, a text or a number.</summary>
    /// <value>
    /// Default <see langword="null"/>: classes are not looked at. A comparison and a study of classifiers that are given no split take the
    /// label.
    /// </value>
    public string? StratificationColumnName { get; init; }

    /// <summary>The column whose equal values stay in one fold, such as a customer with several rows.</summary>
    /// <value>Default <see langword="null"/>: rows are dealt out one by one. It goes before equal shares of classes.</value>
    public string? GroupColumnName { get; init; }

    internal override string Description =>
        $"{(RepeatCount == 1 ? "" : $"{RepeatCount} times ")}{FoldCount} random folds"
        + (GroupColumnName is null ? "" : $" by {GroupColumnName}");

    internal override void Validate(OptionRules rules)
    {
        rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
        rules.Require(RepeatCount >= 1, nameof(RepeatCount), "at least 1", RepeatCount);
        rules.Require(StratificationColumnName is not "", nameof(StratificationColumnName), "null or not empty", StratificationColumnName);
        rules.Require(GroupColumnName is not "", nameof(GroupColumnName), "null or not empty", GroupColumnName);
    }

    private protected override IReadOnlyList<RowFold> MakeFolds(IDataView data)
    {
        var groups = GroupReader.Read(data, GroupColumnName);
        var classes = StratificationColumnName is null ? null : GroupReader.Read(data, StratificationColumnName, "stratification");
        var rowCount = groups?.Length ?? classes?.Length ?? TimeColumn.CountRows(data);
        Require(rowCount, "rows");
        if (groups is not null)
            Require(groups.Distinct().Count(), $"groups in column '{GroupColumnName}'");
        var strata = classes is null ? null : Array.ConvertAll(classes, number => (float)number);
        var random = new FitRandom(Seed);
        var folds = new List<RowFold>();
        for (var repeat = 0; repeat < RepeatCount; repeat++)
        {
            var assigned = FoldAssignment.Draw(FoldCount, rowCount, strata, groups, random.For(RandomUse.Folds, repeat));
            folds.AddRange(Views(data, Enumerable.Range(0, FoldCount).Select(fold =>
                (Array.ConvertAll(assigned, of => of != fold), Array.ConvertAll(assigned, of => of == fold))), repeat + 1));
        }
        return folds;
    }

    private void Require(int count, string what)
    {
        if (count < FoldCount)
        {
            throw new ArgumentException(
                $"{nameof(RandomSplit)}.{nameof(FoldCount)} must be at most the number of {what}, which is {count}, but was {FoldCount}.");
        }
    }
}
