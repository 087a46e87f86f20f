using System.Diagnostics;

namespace MLNetDeep.AutoML;

/// <summary>One thread of work of a study, anywhere. It runs one trial at a time.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="ProcessId">The process on it.</param>
/// <param name="ProcessStartedAt">When the process began, UTC: numbers of processes come again.</param>
/// <param name="Slot">Which of the process's workers, from 0; no two of a process that run at the same time are equal.</param>
internal sealed record Worker(string Machine, int ProcessId, DateTimeOffset ProcessStartedAt, int Slot)
{
    private static int _slotCount;

    /// <summary>How its process is told from others of its number; null when only its beats tell that it is alive.</summary>
    public ProcessMark? Mark { get; init; }

    /// <summary>A worker of this process.</summary>
    public static Worker Here(int slot)
    {
        using var process = Process.GetCurrentProcess();
        return new Worker(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime(), slot) { Mark = ProcessMark.Here };
    }

    /// <summary>A worker of this process in a slot that none had before, so that two runs in one process are not taken for one.</summary>
    public static Worker New() => Here(Interlocked.Increment(ref _slotCount) - 1);

    /// <summary>A text that no other worker has.</summary>
    public override string ToString() => $"{Machine}/{ProcessId}@{ProcessStartedAt.UtcTicks}/{Slot}";
}
