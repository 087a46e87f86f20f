namespace MLNetDeep.Training;

/// <summary>Divides the rows that were read into those to learn from and those that choose the epoch, in memory or in the file.</summary>
/// <param name="rows">The rows.</param>
/// <param name="givenTrainCount">The first rows, when these are to be learned from and the rest chooses; null to choose here.</param>
/// <param name="inputs">What the features are.</param>
/// <param name="settings">How to choose.</param>
/// <param name="budget">Bytes that rows may take in memory.</param>
internal sealed class RowSource(RowCollector rows, int? givenTrainCount, InputColumns inputs, FitSettings settings, long budget)
{
    /// <summary>Divides the rows.</summary>
    /// <param name="isStratified">Whether the first target is a class.</param>
    /// <param name="checkAlive">Throws when the user has cancelled.</param>
    public FitRows Divide(bool isStratified, Action checkAlive)
    {
        if (rows.File is not null)
            return Stream(checkAlive);
        LabeledRows table = rows.ToTables();
        ValidationSplit split = givenTrainCount is { } count
            ? ValidationSplit.Given(count, table.Count)
            : ValidationSplit.Choose(table, isStratified, settings);
        return FitRows.Of(table, split, inputs);
    }

    private FitRows Stream(Action checkAlive)
    {
        StreamedRows streamed = StreamedRows.Scan(rows, inputs.ValueCounts, budget, settings.Seed, IsHeldOut(), checkAlive);
        bool hasMissing = !rows.Layout.HasBytes;
        int[] empty =
            [.. Enumerable.Range(0, inputs.FeatureCount).Where(slot => hasMissing && streamed.Counts.Missing[slot] == streamed.TrainRowCount)];
        int[] sample = [.. Enumerable.Range(0, streamed.SampleFeatures.RowCount)];
        return new FitRows(
            streamed.SampleFeatures, streamed.SampleTargets, Weights: null, sample, [], () => streamed.Counts, empty, streamed);
    }

    /// <summary>Chance is by row or group, so that one pass suffices: the share is met on average, whatever the class.</summary>
    private Func<int, uint, bool> IsHeldOut()
    {
        int trainCount = givenTrainCount ?? rows.RowCount - ValidationSplit.LastCount(rows.RowCount, settings.ValidationFraction);
        if (givenTrainCount is not null || settings.ValidationRows == ValidationRowChoice.Last)
            return (row, _) => row >= trainCount;
        var random = new FitRandom(settings.Seed);
        double limit = settings.ValidationFraction * ulong.MaxValue;
        if (!rows.Layout.HasGroup)
            return (row, _) => row > 0 && random.Word(RandomUse.HoldOut, row) < limit; // one is left to learn from
        uint? first = null;
        return (_, group) => group != (first ??= group) && random.Word(RandomUse.HoldOut, group) < limit;
    }
}

/// <summary>Rows ready for a fit.</summary>
/// <param name="Features">Raw features, of all rows or of a sample.</param>
/// <param name="Targets">Targets of the same rows.</param>
/// <param name="Weights">Their weights, or null.</param>
/// <param name="TrainRows">Those to learn from.</param>
/// <param name="ValidationRows">Those that choose the epoch.</param>
/// <param name="Count">Counts over all training rows.</param>
/// <param name="SlotsWithoutValues">Slots of the feature vector that are always NaN.</param>
/// <param name="Stream">All rows, when the tables are a sample.</param>
internal sealed record FitRows(
    RawRows Features, TensorTable Targets, float[]? Weights, int[] TrainRows, int[] ValidationRows, Func<InputCounts> Count,
    int[] SlotsWithoutValues, StreamedRows? Stream)
{
    private readonly Lazy<InputCounts> _counts = new(Count);

    /// <summary>What is counted over all training rows; counted when somebody asks, since images have no use for it.</summary>
    public InputCounts Counts => _counts.Value;

    /// <summary>Rows in memory.</summary>
    public static FitRows Of(LabeledRows rows, ValidationSplit split, InputColumns inputs) => new(
        rows.Features, rows.Targets, rows.Weights, split.TrainRows, split.ValidationRows,
        () => InputCounts.Of(rows.Features, split.TrainRows, inputs.ValueCounts),
        rows.Features.AreBytes ? [] : FeatureSlots.WithoutValues(rows.Features, inputs.FeatureCount), Stream: null);
}
