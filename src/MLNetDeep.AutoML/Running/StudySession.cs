using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>An open study in this process: its rows, folds and store.</summary>
internal sealed class StudySession : IDisposable
{
    private StudySession(StudyOptions options, IDataView data, ValidationFolds validation, IStudyStore store)
    {
        (Options, Data, Validation, Store) = (options, data, validation, store);
        Order = new TrialOrder(store.Definition);
    }

    public StudyOptions Options { get; }

    public IDataView Data { get; }

    public ValidationFolds Validation { get; }

    public IReadOnlyList<RowFold> Folds => Validation.Folds;

    public IStudyStore Store { get; }

    public StudyDefinition Definition => Store.Definition;

    public TrialOrder Order { get; }

    public Metric Metric => Options.Task.Metrics[Definition.Metric];

    /// <summary>Splits the rows and opens the store, or makes it.</summary>
    /// <exception cref="ArgumentException">The rows do not allow such folds, or a group is on both sides of one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that cannot be used.</exception>
    /// <exception cref="StudyStorageException">The store cannot be used, or holds another study of this name.</exception>
    public static StudySession Open(StudyOptions options)
    {
        // Trials have contexts of their own; this one only caches.
        var context = new MLContext(options.Seed);
        IDataView data = options.Data ?? options.DataFactory!(context);
        if (options.CacheData)
            data = context.Data.Cache(data);
        var validation = ValidationFolds.Create(data, options.EffectiveSplit, options.Task, options.SamplingKeyColumnName);
        var store = StudyStorage.OpenOrCreate(options.Storage, Define(options, data, validation), options.StorageOptions);
        return new StudySession(options, data, validation, store);
    }

    public void Dispose() => Store.Dispose();

    private static StudyDefinition Define(StudyOptions options, IDataView data, ValidationFolds validation)
    {
        Metric metric = options.Task.Metrics[options.MetricIndex];
        return new StudyDefinition
        {
            Name = options.Name,
            MetricNames = [.. options.Task.Metrics.Select(one => one.Name)],
            Metric = options.MetricIndex,
            HigherIsBetter = [.. options.Task.Metrics.Select(one => one.HigherIsBetter)],
            ObjectiveNames = [metric.Name, .. options.Objectives.Skip(1).Select(objective => objective.ToString())],
            ObjectiveHigherIsBetter = [metric.HigherIsBetter, .. options.Objectives.Skip(1).Select(_ => false)],
            SpaceJson = SpaceText.Write(options.Pipeline.SearchSpace),
            Validation = $"{validation.Description} of {validation.RowCount} rows, {Fingerprint(options.Task, data, validation)}",
            FoldCount = validation.Folds.Count,
            Seed = options.Seed,
            Environment = StudyEnvironment.Describe(),
        };
    }

    /// <summary>A text that other columns, labels or folds would change; features are not read for it.</summary>
    private static string Fingerprint(ComparisonTask task, IDataView data, ValidationFolds validation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DataViewSchema.Column column in data.Schema)
            hash.AppendData(Encoding.UTF8.GetBytes($"{column.Name}:{column.Type}\n"));
        hash.AppendData(MemoryMarshal.AsBytes<float>(task.ReadLabels(data)));
        foreach (RowFold fold in validation.Folds)
        {
            hash.AppendData(MemoryMarshal.AsBytes<bool>(fold.TrainMask));
            hash.AppendData(fold.TestMask is { } mask
                ? MemoryMarshal.AsBytes<bool>(mask)
                : MemoryMarshal.AsBytes<float>(task.ReadLabels(fold.TestSet)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
