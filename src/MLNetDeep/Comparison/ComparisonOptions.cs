using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>How candidates are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Number of parts the rows are split into; each is predicted once, by models fitted on the others.</summary>
    /// <value>
    /// Default 5. At least 2 and at most the number of rows. Every fold gets the same share of each class. A <see cref="Split"/> has a
    /// number of its own.
    /// </value>
    public int FoldCount { get; init; } = DefaultFoldCount;

    /// <summary>How often the rows are split into folds, each time anew.</summary>
    /// <value>
    /// Default 1. At least 1. More cost their time, and make intervals and tests depend less on how the rows happen to fall. A
    /// <see cref="Split"/> has repetitions of its own.
    /// </value>
    public int RepeatCount { get; init; } = 1;

    /// <summary>A rule that splits the rows: in time, by groups, purged of labels that overlap, or into training and fixed test rows.</summary>
    /// <value>Default <see langword="null"/>: a <see cref="RandomSplit"/> by the options here.</value>
    public RowSplit? Split { get; init; }

    /// <summary>Where the random numbers of the split start.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Column whose equal values are never on both sides of a fold, such as a customer with several rows.</summary>
    /// <value>
    /// Default null: rows are split one by one. With a <see cref="Split"/> of one's own it is not split by, but checked: a value on both
    /// sides ends the comparison.
    /// </value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>Whether to add what a constant prediction scores, learnt from the same training rows.</summary>
    /// <value>Default true.</value>
    public bool IncludeBaseline { get; init; } = true;

    /// <summary>Told before and after every fit.</summary>
    /// <value>Default null.</value>
    public IProgress<ComparisonProgress>? Progress { get; init; }

    private const int DefaultFoldCount = 5;

    /// <summary>Adds what is wrong with the options to the rules.</summary>
    internal void Validate(OptionRules rules)
    {
        if (Split is null)
        {
            rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
            rules.Require(RepeatCount >= 1, nameof(RepeatCount), "at least 1", RepeatCount);
            return;
        }
        rules.Require(FoldCount == DefaultFoldCount, nameof(FoldCount), $"left alone when {nameof(Split)} has a number of folds of its own",
            FoldCount);
        rules.Require(RepeatCount == 1, nameof(RepeatCount), $"left alone when {nameof(Split)} is given", RepeatCount);
        rules.Check(Split, nameof(Split), (split, inner) => split.Validate(inner));
    }

    /// <summary>The folds of the data, checked.</summary>
    internal ValidationFolds MakeFolds(IDataView data, ComparisonTask task) => ValidationFolds.Create(
        data, Split ?? ValidationFolds.RandomSplit(task, FoldCount, RepeatCount, Seed, SamplingKeyColumnName), task,
        Split is null ? null : SamplingKeyColumnName);
}
