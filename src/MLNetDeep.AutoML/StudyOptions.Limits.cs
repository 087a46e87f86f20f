using Microsoft.ML.AutoML;

namespace MLNetDeep.AutoML;

// How long, how much at once, where it is kept, and who is told.
public sealed partial record StudyOptions
{
    /// <summary>Trials of the whole study, earlier runs on the same storage included.</summary>
    /// <value>Default 50. At least 1; <see langword="null"/> when time or patience ends the study.</value>
    public int? TrialCount { get; init; } = 50;

    /// <summary>Time of one run of the study, the final model aside. Trials that run when it is up are given back, not finished.</summary>
    /// <value>Default <see langword="null"/>: no limit. Above 0.</value>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>Trials without a better score after which the study ends.</summary>
    /// <value>Default <see langword="null"/>: it does not. At least 1.</value>
    public int? Patience { get; init; }

    /// <summary>Time of one trial, all its folds together; a longer one fails.</summary>
    /// <value>Default <see langword="null"/>: no limit. Above 0. Trainers that never ask whether they are cancelled end later.</value>
    public TimeSpan? MaximumTrialTime { get; init; }

    /// <summary>The most epochs of a deep trainer's fit in a trial, whatever its own options say.</summary>
    /// <value>Default <see langword="null"/>: as those say. At least 1.</value>
    public int? MaximumEpochCount { get; init; }

    /// <summary>
    /// Megabytes by which the process may grow while a trial runs; a trial that takes more fails. Trials that run beside each other
    /// cannot be told apart: each may use the sum of their shares.
    /// </summary>
    /// <value>Default <see langword="null"/>: no limit. At least 1.</value>
    public int? MaximumTrialMegabytes { get; init; }

    /// <summary>Trials that this process runs at the same time.</summary>
    /// <value>Default 1. At least 1; <see langword="null"/> for as many as the cores allow.</value>
    public int? WorkerCount { get; init; } = 1;

    /// <summary>libtorch's threads of a trial, whatever trainers' options say, so that bits do not depend on what runs beside it.</summary>
    /// <value>Default 1. At least 1.</value>
    public int ThreadCountPerTrial { get; init; } = 1;

    /// <summary>Cores that all trials of this process together may use: no more run at once than their threads allow.</summary>
    /// <value>Default <see langword="null"/>: all of the machine's. At least 1; one trial always runs.</value>
    public int? CoreCount { get; init; }

    /// <summary>
    /// Megabytes that the trials of this process may take together. A trial waits while what earlier ones took says that it would not fit
    /// beside those that run.
    /// </summary>
    /// <value>Default <see langword="null"/>: no budget. At least 1; one trial always runs.</value>
    public int? MemoryBudgetMegabytes { get; init; }

    /// <summary>
    /// Where the study is kept as it goes: the path of an SQLite file, or a PostgreSQL connection string. A study that is there already
    /// goes on; trials that ran in a process that died are begun again.
    /// </summary>
    /// <value>Default <see langword="null"/>: in memory, lost with the process.</value>
    public string? Storage { get; init; }

    /// <summary>How the processes and machines that share a storage wait for each other, and when one is taken for gone.</summary>
    /// <value>Default <see cref="StudyStorageOptions"/>'s own; the same for all of them.</value>
    public StudyStorageOptions StorageOptions { get; init; } = new();

    /// <summary>Told of the beginning and end of trials and of their folds, one call at a time.</summary>
    /// <value>Default <see langword="null"/>.</value>
    public IProgress<StudyProgress>? Progress { get; init; }

    /// <summary>
    /// A monitor of ML.NET's AutoML, told of this process's trials, one call at a time. Pruned trials are reported as failed, with the
    /// reason as the exception's message.
    /// </summary>
    /// <value>Default <see langword="null"/>.</value>
    public IMonitor? Monitor { get; init; }

    /// <summary>Trials at the same time, by workers, threads and cores.</summary>
    internal int ConcurrentTrialCount
    {
        get
        {
            int room = Math.Max(1, (CoreCount ?? Environment.ProcessorCount) / ThreadCountPerTrial);
            return Math.Min(WorkerCount ?? room, CoreCount is null && WorkerCount is not null ? WorkerCount.Value : room);
        }
    }
}
