using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One way of splitting rows into those to learn from and those to measure on.</summary>
/// <param name="TrainSet">The rows to learn from, in the order of the data.</param>
/// <param name="TestSet">The rows to measure on, in the order of the data.</param>
/// <param name="TrainRowCount">Number of rows to learn from.</param>
/// <param name="TestRowCount">Number of rows to measure on.</param>
public sealed record RowFold(IDataView TrainSet, IDataView TestSet, int TrainRowCount, int TestRowCount)
{
    /// <summary>Which repetition of the whole split the fold belongs to.</summary>
    /// <value>Default 1. Above that only where rows are split several times, each time anew.</value>
    public int Repetition { get; init; } = 1;

    /// <summary>For each row of the data, whether it is one to learn from.</summary>
    internal bool[] TrainMask { get; init; } = [];

    /// <summary>For each row of the data, whether it is one to measure on; null when the test rows are other data.</summary>
    internal bool[]? TestMask { get; init; }
}
