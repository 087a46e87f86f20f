using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One fold: all rows are learnt from, and other rows, always the same, are measured on.</summary>
/// <param name="TestSet">The rows to measure on, with the columns of the data.</param>
public sealed record FixedSplit(IDataView TestSet) : RowSplit
{
    internal override string Description => "a fixed test set";

    internal override void Validate(OptionRules rules) => rules.Require(TestSet is not null, nameof(TestSet), "given", TestSet);

    private protected override IReadOnlyList<RowFold> MakeFolds(IDataView data)
    {
        var mask = new bool[TimeColumn.CountRows(data)];
        Array.Fill(mask, true);
        return [new RowFold(data, TestSet, mask.Length, TimeColumn.CountRows(TestSet)) { TrainMask = mask }];
    }
}
