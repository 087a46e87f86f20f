using Microsoft.ML;
using MLNetDeep.Ensembles;

namespace MLNetDeep.Training;

/// <summary>
/// The training rows of a fold that can show some of its test rows in their place. What estimators make of training rows is lazy: a
/// trainer at the end of any pipeline may read its input once more while the test rows are shown, and gets them as the fitted pipeline
/// before it transforms them.
/// </summary>
internal sealed class MonitoredView : IDataView
{
    /// <summary>Test rows that are shown at most: enough for a metric to two digits.</summary>
    public const int MostRows = 4096;

    // Fewer where there are few to learn from, since every epoch measures them: a quarter costs about a tenth of the time.
    private const int LeastRows = 512;
    private const int TrainRowsEach = 4;

    private readonly RowSubsetView _train;
    private readonly RowSubsetView _monitored;
    private volatile bool _shows;
    private volatile bool _wasRead;

    /// <param name="source">All rows.</param>
    /// <param name="train">Which of them to learn from.</param>
    /// <param name="test">Which of them to measure on.</param>
    public MonitoredView(IDataView source, bool[] train, bool[] test) : this(source, train, source, test)
    {
    }

    /// <param name="trainSource">Rows to learn from and others.</param>
    /// <param name="train">Which of them to learn from.</param>
    /// <param name="testSource">Rows to measure on and others; same columns.</param>
    /// <param name="test">Which of them to measure on.</param>
    public MonitoredView(IDataView trainSource, bool[] train, IDataView testSource, bool[] test)
    {
        _train = new RowSubsetView(trainSource, train);
        int most = Math.Clamp(train.Count(row => row) / TrainRowsEach, LeastRows, MostRows);
        _monitored = new RowSubsetView(testSource, Thin(test, most));
    }

    /// <summary>Never: rows are known by their number.</summary>
    public bool CanShuffle => false;

    public DataViewSchema Schema => _train.Schema;

    private RowSubsetView Shown
    {
        get
        {
            _wasRead |= _shows;
            return _shows ? _monitored : _train;
        }
    }

    public long? GetRowCount() => (_shows ? _monitored : _train).GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Shown.GetRowCursor(columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        Shown.GetRowCursorSet(columnsNeeded, n, rand);

    /// <summary>Reads while the test rows are shown. Nobody else may read meanwhile.</summary>
    /// <param name="read">Reads, through whatever lies above.</param>
    /// <returns>False when what was read did not come from here, as when a cache holds the training rows.</returns>
    public bool ReadMonitored(Action read)
    {
        (_wasRead, _shows) = (false, true);
        try
        {
            read();
            return _wasRead;
        }
        finally
        {
            _shows = false;
        }
    }

    /// <summary>Every so manieth row of those chosen, where they are too many.</summary>
    private static bool[] Thin(bool[] chosen, int most)
    {
        int count = chosen.Count(row => row);
        if (count <= most)
            return chosen;
        var kept = new bool[chosen.Length];
        for (int row = 0, seen = 0; row < chosen.Length; row++)
        {
            if (!chosen[row])
                continue;
            kept[row] = (long)seen * most / count != (long)(seen + 1) * most / count;
            seen++;
        }

        return kept;
    }
}
