using Microsoft.ML;
using MLNetDeep.Ensembles;

namespace MLNetDeep.Comparison;

/// <summary>
/// A rule that splits rows into training and test rows several times, where a random split would let a model see what it could
/// not know: the future, or other rows of the same thing.
/// </summary>
/// <remarks>
/// <see cref="ComparisonOptions.Split"/> takes one, and <see cref="Split"/> serves loops of one's own. A rule draws nothing at random:
/// the same data give the same folds.
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
        return [.. Assign(data).Select(parts => new RowFold(
            new RowSubsetView(data, parts.Train), new RowSubsetView(data, parts.Test), Count(parts.Train), Count(parts.Test)))];
    }

    internal abstract void Validate(OptionRules rules);

    /// <summary>For every fold and row, whether the row is for training or for testing; purged rows are for neither.</summary>
    private protected abstract IReadOnlyList<(bool[] Train, bool[] Test)> Assign(IDataView data);

    private static int Count(bool[] rows) => rows.Count(row => row);
}
