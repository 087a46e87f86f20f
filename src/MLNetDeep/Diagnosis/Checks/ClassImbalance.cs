namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Classes so rare that accuracy says nothing, or that there is little to learn them from.</summary>
internal sealed class ClassImbalance : ICheck
{
    /// <summary>From nine rows in ten on, always naming the largest class looks like a good classifier.</summary>
    private const double LargestShare = 0.9;

    /// <summary>As above, and beyond what a default training copes with.</summary>
    private const double ExtremeShare = 0.99;

    /// <summary>Fewer examples do not tell a class from its neighbours.</summary>
    private const int LeastRows = 10;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        if (evidence.ClassNames is not { } names)
            yield break;
        var counts = new int[names.Count];
        foreach (var row in evidence.Data.TrainRows)
            counts[(int)evidence.Labels.Row(row)[0]]++;
        var largest = Array.IndexOf(counts, counts.Max());
        var share = (double)counts[largest] / evidence.Data.TrainRows.Length;
        if (share >= LargestShare)
        {
            yield return new Finding(
                "class-imbalance",
                share >= ExtremeShare ? FindingSeverity.Warning : FindingSeverity.Note,
                $"{Words.Percent(share)} of the training rows are of class '{names[largest]}': always naming it is right as often.",
                "Judge the model by AUC, F1 or the log-loss rather than by accuracy; ExampleWeightColumnName can give the rare rows "
                + "more weight.");
        }
        int[] rare = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] < LeastRows).OrderBy(i => counts[i])];
        // Of streamed rows only a part is counted.
        if (rare.Length == 0 || evidence.Data.Stream is not null || evidence.Data.TrainRows.Length < LeastRows * counts.Length)
            yield break;
        yield return new Finding(
            "rare-classes",
            FindingSeverity.Note,
            $"{Words.Count(rare.Length)} of {Words.Count(counts.Length)} classes "
            + $"{(rare.Length == 1 ? "has" : "have")} fewer than {LeastRows} training rows: "
            + $"{Words.List([.. rare.Select(i => $"'{names[i]}' ({Words.Count(counts[i])})")])}.",
            "Gather more rows of them or join them into one class; what the model says about them is little more than a guess.");
    }
}
