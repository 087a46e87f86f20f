using MLNetDeep.Diagnosis.Statistics;

namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Feature columns that lie otherwise in the validation rows than in the training rows.</summary>
internal sealed class ColumnDrift : ICheck
{
    /// <summary>Chance of a false alarm in one examination, all columns together (Bonferroni).</summary>
    private const double Level = 0.001;

    /// <summary>Smaller distances are real in large data, but harm nothing.</summary>
    private const double LeastDistance = 0.1;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var found = evidence.Columns.Select(column => (Column: column, Test: Test(column)))
            .Where(pair => pair.Test.Distance >= LeastDistance && pair.Test.PValue * evidence.Columns.Count < Level)
            .OrderByDescending(pair => pair.Test.Distance).ToArray();
        if (found.Length == 0)
            yield break;
        yield return new Finding(
            "column-drift",
            FindingSeverity.Warning,
            $"{evidence.ColumnsOf(found.Length)} {(found.Length == 1 ? "lies" : "lie")} otherwise in validation than in training rows: "
            + $"{Words.List([.. found.Select(pair => $"{pair.Column.Name} ({pair.Test.Describe()})")])}.",
            "If rows are split by time or group, expect new rows to differ as much and judge the model by the validation rows only; "
            + "if they should be alike, look for a fault in how they were read or split.");
    }

    /// <summary>Of a category, the test of the value whose share differs most.</summary>
    private static TwoSamples Test(ColumnEvidence column)
    {
        if (column.Categories is not { } values)
            return TwoSamples.Test(column.Training, column.Validation);
        var differences = Shares(column.Training, values.Count)
            .Zip(Shares(column.Validation, values.Count), (a, b) => Math.Abs(a - b)).ToArray();
        var most = Array.IndexOf(differences, differences.Max());
        // Key 0 is the missing value.
        var test = TwoSamples.OfFlags(column.Training, column.Validation, value => float.IsNaN(value) ? most == 0 : value == most);
        return test with { PValue = test.PValue * differences.Length, What = most == 0 ? "missing" : $"'{values[most - 1]}'" };
    }

    private static double[] Shares(float[] keys, int count)
    {
        var shares = new double[count + 1];
        foreach (var key in keys)
            shares[float.IsNaN(key) ? 0 : (int)key] += 1.0 / keys.Length;
        return shares;
    }
}
