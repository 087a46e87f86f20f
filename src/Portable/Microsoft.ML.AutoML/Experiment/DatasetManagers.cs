namespace Microsoft.ML.AutoML;

/// <summary>The rows of an experiment.</summary>
public interface IDatasetManager
{
}

/// <summary>Rows that take turns in being held out.</summary>
public interface ICrossValidateDatasetManager : IDatasetManager
{
    int Fold { get; set; }

    IDataView Dataset { get; set; }

    string? SamplingKeyColumnName { get; set; }
}

/// <summary>Rows to fit by, and others to measure by.</summary>
public interface ITrainValidateDatasetManager : IDatasetManager
{
    IDataView LoadTrainDataset(MLContext context, TrialSettings? settings);
    IDataView LoadValidateDataset(MLContext context, TrialSettings? settings);
}

internal sealed class CrossValidateDatasetManager : ICrossValidateDatasetManager
{
    public required IDataView Dataset { get; set; }
    public required int Fold { get; set; }
    public string? SamplingKeyColumnName { get; set; }
}

internal sealed class TrainValidateDatasetManager(IDataView train, IDataView validation) : ITrainValidateDatasetManager
{
    public const string SubSamplingKey = "TrainValidateDatasetSubsamplingKey";
    private const long LeastRowCount = 10;
    private readonly Lazy<long> _rowCount = new(() => CountRows(train));

    /// <summary>All rows, or as many of the first as the setting says.</summary>
    public IDataView LoadTrainDataset(MLContext context, TrialSettings? settings)
    {
        if (settings is null
            || !settings.Parameter.TryGetValue(nameof(TrainValidateDatasetManager), out var sampling)
            || !sampling.TryGetValue(SubSamplingKey, out var fraction)
            || fraction.AsType<double>() is var ratio && !(ratio < 1))
            return train;
        return context.Data.TakeRows(train, Math.Max(LeastRowCount, (long)(ratio * _rowCount.Value)));
    }

    public IDataView LoadValidateDataset(MLContext context, TrialSettings? settings) => validation;

    private static long CountRows(IDataView data)
    {
        if (data.GetRowCount() is { } known)
            return known;
        using var cursor = data.GetRowCursor([]);
        var count = 0L;
        while (cursor.MoveNext())
            count++;
        return count;
    }
}
