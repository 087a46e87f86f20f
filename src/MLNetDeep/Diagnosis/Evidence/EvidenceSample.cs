using MLNetDeep.Training;

namespace MLNetDeep.Diagnosis;

/// <summary>The rows and feature columns that the checks look at: all of small data, an even spread of large ones.</summary>
/// <remarks>An even spread needs no chance and keeps the rows' order, which identifiers and time show in.</remarks>
internal sealed class EvidenceSample
{
    /// <summary>Shares are then known to half a percent, which no threshold here is finer than.</summary>
    public const int MaximumRowCount = 10_000;

    /// <summary>Wider tables are counts of words or one-hot categories; there a sample says as much as all.</summary>
    public const int MaximumColumnCount = 2_000;

    /// <summary>Keeps an examination to about half a second and 16 MB: wide data are looked at in fewer rows.</summary>
    private const int MaximumCellCount = 4_000_000;

    public EvidenceSample(TrainingData data)
    {
        // Pixels and steps are no columns: alone they mean nothing.
        int columns = data.Encoding is { IsLazy: true } ? 0 : data.Features.Width;
        Slots = Spread([.. Enumerable.Range(0, columns)], MaximumColumnCount);
        var most = Math.Min(MaximumRowCount, MaximumCellCount / Math.Max(1, Slots.Length));
        TrainingRows = Spread(Counting(data.TrainRows), most);
        ValidationRows = Spread(Counting(data.ValidationRows), most);

        // Rows of weight 0 took no part in the fit.
        int[] Counting(int[] rows) => data.Weights is { } weights ? [.. rows.Where(row => weights[row] > 0)] : rows;
    }

    /// <summary>Training rows looked at, ascending as the data gave them.</summary>
    public int[] TrainingRows { get; }

    /// <summary>Validation rows looked at; empty when none were held out.</summary>
    public int[] ValidationRows { get; }

    /// <summary>Feature columns looked at.</summary>
    public int[] Slots { get; }

    /// <summary>At most <paramref name="most"/> of the items, evenly spread, in their order.</summary>
    public static int[] Spread(int[] items, int most) =>
        items.Length <= most ? items : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * items.Length / most)])];
}
