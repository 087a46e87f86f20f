using System.Collections;

namespace MLNetDeep.Training;

/// <summary>Turns targets as they were read into what the loss compares with, in place.</summary>
/// <param name="targets">Shape [rows, targets].</param>
internal delegate void TargetEncoder(Span<float> targets);

/// <summary>
/// Rows in a file: which of them are learned from and which choose the epoch, what is counted over the former, and a sample of them.
/// </summary>
internal sealed class StreamedRows
{
    /// <summary>The most rows in the sample that medians, quantiles and the scale of targets are taken from.</summary>
    private const int LargestSample = 200_000;

    private readonly BitArray _training;
    private readonly BitArray _validation;

    private StreamedRows(RowFile file, RowLayout layout, long budget, InputCounts counts)
    {
        (File, Layout, Budget, Counts) = (file, layout, budget, counts);
        _training = new BitArray(file.RowCount);
        _validation = new BitArray(file.RowCount);
        SampleFeatures = new RawRows(new TensorTable(0, layout.FeatureWidth, []), layout.FeatureCount, layout.HasBytes);
        SampleTargets = new TensorTable(0, layout.TargetWidth, []);
    }

    public RowFile File { get; }

    public RowLayout Layout { get; }

    /// <summary>Bytes that all rows in memory may take.</summary>
    public long Budget { get; }

    /// <summary>What is counted over all training rows.</summary>
    public InputCounts Counts { get; }

    public int TrainRowCount { get; private set; }

    public int ValidationRowCount { get; private set; }

    /// <summary>Raw features of the sample, then of the rows with each target's least and largest value, of training rows only.</summary>
    public RawRows SampleFeatures { get; private set; }

    /// <summary>Targets of the same rows.</summary>
    public TensorTable SampleTargets { get; private set; }

    /// <summary>Whether a row is in a part; rows of weight 0 are in none.</summary>
    public bool Contains(int row, bool isValidation) => isValidation ? _validation[row] : _training[row];

    /// <summary>Goes through the file once, to divide it and to look at the training rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="valueCounts">Values of each category.</param>
    /// <param name="budget">Bytes that all rows in memory may take.</param>
    /// <param name="seed">Where the random numbers of the sample start.</param>
    /// <param name="isHeldOut">Whether a row, by its number and its group, chooses the epoch.</param>
    /// <param name="checkAlive">Called now and then; throws when the user has cancelled.</param>
    public static StreamedRows Scan(
        RowCollector rows, IReadOnlyList<int> valueCounts, long budget, int seed, Func<int, uint, bool> isHeldOut, Action checkAlive)
    {
        RowLayout layout = rows.Layout;
        var counts = new InputCounts(layout.FeatureCount - valueCounts.Count, valueCounts);
        var streamed = new StreamedRows(rows.File!, layout, budget, counts);
        int sampleSize = (int)Math.Clamp(budget / 16 / (layout.Width * sizeof(float)), 1000, LargestSample);
        var sample = new RowSample(layout, sampleSize, new FitRandom(seed).For(RandomUse.Sample));
        var block = new float[Math.Max(1, 65_536 / layout.Width) * layout.Width];
        for (int first = 0; first < streamed.File.RowCount; first += block.Length / layout.Width)
        {
            checkAlive();
            int count = Math.Min(block.Length / layout.Width, streamed.File.RowCount - first);
            streamed.File.Read(first, block.AsSpan(0, count * layout.Width));
            for (int i = 0; i < count; i++)
                streamed.Place(first + i, block.AsSpan(i * layout.Width, layout.Width), isHeldOut, sample);
        }

        (streamed.SampleFeatures, streamed.SampleTargets) = sample.ToTables();
        return streamed;
    }

    private void Place(int number, Span<float> row, Func<int, uint, bool> isHeldOut, RowSample sample)
    {
        if (Layout.WeightOf(row) == 0)
            return;
        if (isHeldOut(number, Layout.GroupOf(row)))
        {
            _validation[number] = true;
            ValidationRowCount++;
            return;
        }

        _training[number] = true;
        TrainRowCount++;
        if (!Layout.HasBytes)
            Counts.Add(Layout.Features(row)); // bytes are no columns of a table
        sample.Offer(row);
    }
}
