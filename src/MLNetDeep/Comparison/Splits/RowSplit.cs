using Microsoft.ML;
using MLNetDeep.Ensembles;

namespace MLNetDeep.Comparison;

/// <summary>
/// A rule that splits rows into training and test rows: at random, or where chance would let a model see what it could not know, the
/// future or other rows of the same thing, by time or by group.
/// </summary>
/// <remarks>
/// <see cref="ComparisonOptions.Split"/> takes one, and <see cref="Split"/> serves loops of one's own. The same data give the same folds.
/// </remarks>
public abstract record RowSplit
{
    private protected RowSplit()
    {
    }

    /// <summary>Splits the rows.</summary>
    /// <param name="data">The rows. They are read once, for the columns that the rule needs; the folds read them again.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the rows do not allow such folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that the rule cannot use.</exception>
    public IReadOnlyList<RowFold> Split(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var rules = new OptionRules(GetType().Name);
        Validate(rules);
        rules.ThrowIfBroken();
        var folds = MakeFolds(data);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            if (folds[fold].TrainRowCount == 0 || folds[fold].TestRowCount == 0)
            {
                var side = folds[fold].TrainRowCount == 0 ? "to learn from" : "to test on";
                throw new ArgumentException($"{GetType().Name} leaves no rows {side} in fold {fold + 1} of {folds.Count}.");
            }
        }
        return folds;
    }

    internal abstract void Validate(OptionRules rules);

    /// <summary>What the rule does, in a few words such as "5 folds in time".</summary>
    internal abstract string Description { get; }

    /// <summary>Whether the folds follow the order of time.</summary>
    internal virtual bool IsInTime => false;

    /// <summary>Splits the rows; the options are checked before, and that no side of a fold is empty after.</summary>
    private protected abstract IReadOnlyList<RowFold> MakeFolds(IDataView data);

    /// <summary>The folds as views.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="parts">For every fold and row, whether the row is for training or for testing; purged rows are for neither.</param>
    /// <param name="repetition">Which repetition the folds belong to.</param>
    private protected static IReadOnlyList<RowFold> Views(
        IDataView data, IEnumerable<(bool[] Train, bool[] Test)> parts, int repetition = 1) =>
    [
        .. parts.Select(part => new RowFold(
            new RowSubsetView(data, part.Train), new RowSubsetView(data, part.Test), Count(part.Train), Count(part.Test))
        {
            Repetition = repetition,
            TrainMask = part.Train,
            TestMask = part.Test,
        }),
    ];

    private static int Count(bool[] rows) => rows.Count(row => row);
}
