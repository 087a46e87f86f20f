using System.Collections.Immutable;
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

    /// <summary>
    /// A rule that splits the rows: in time, by groups, purged of labels that overlap, or into training and fixed test rows.
    /// </summary>
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

    /// <summary>Whether the result keeps what every candidate predicted for every test row.</summary>
    /// <value>
    /// Default true: four bytes for a row, class, candidate and repetition. Calibration and residuals are measured either way.
    /// </value>
    public bool KeepPredictions { get; init; } = true;

    /// <summary>Whether memory is watched while candidates are fitted, for which garbage is collected before each fit.</summary>
    /// <value>Default true.</value>
    public bool MeasureMemory { get; init; } = true;

    /// <summary>
    /// The parts of each fold's training rows that every candidate learns from besides all of them, to tell whether more rows would help.
    /// </summary>
    /// <value>
    /// Default empty: none. Each above 0 and below 1, such as 0.1, 0.2 and 0.5. Smaller parts lie within larger ones; folds in time keep
    /// their latest rows, others random ones with the same share of each class. Only the first repetition's folds take part.
    /// </value>
    public ImmutableArray<double> LearningCurveFractions { get; init; } = [];

    /// <summary>How sure intervals are, and how rare a chance finding must be to count: below 1 less this.</summary>
    /// <value>Default 0.95. Above 0 and below 1.</value>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>
    /// The share of the best classical candidate's error that a deep one has to take away for the verdict to call it relevant.
    /// </summary>
    /// <value>Default 0.02. At least 0 and below 1.</value>
    public double RelevantGain { get; init; } = DefaultRelevantGain;

    /// <summary>Told before and after every fit.</summary>
    /// <value>Default null.</value>
    public IProgress<ComparisonProgress>? Progress { get; init; }

    internal const double DefaultRelevantGain = 0.02;

    private const int DefaultFoldCount = 5;

    /// <summary>Adds what is wrong with the options to the rules.</summary>
    internal void Validate(OptionRules rules)
    {
        rules.Require(LearningCurveFractions.All(part => part is > 0 and < 1), nameof(LearningCurveFractions), "above 0 and below 1 each",
            LearningCurveFractions);
        rules.Require(ConfidenceLevel is > 0 and < 1, nameof(ConfidenceLevel), "above 0 and below 1", ConfidenceLevel);
        rules.Require(RelevantGain is >= 0 and < 1, nameof(RelevantGain), "at least 0 and below 1", RelevantGain);
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
