using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One way of splitting rows into those to learn from and those to measure on.</summary>
/// <param name="TrainSet">The rows to learn from, in the order of the data.</param>
/// <param name="TestSet">The rows to measure on, in the order of the data.</param>
/// <param name="TrainRowCount">Number of rows to learn from.</param>
/// <param name="TestRowCount">Number of rows to measure on.</param>
public sealed record RowFold(IDataView TrainSet, IDataView TestSet, int TrainRowCount, int TestRowCount);
