using System.Diagnostics;

namespace MLNetDeep.AutoML;

/// <summary>One thread of work of a study, anywhere.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="ProcessId">The process on it.</param>
/// <param name="ProcessStartedAt">When the process began, UTC: numbers of processes come again.</param>
/// <param name="Slot">Which of the process's workers, from 0.</param>
internal sealed record Worker(string Machine, int ProcessId, DateTimeOffset ProcessStartedAt, int Slot)
{
    /// <summary>A worker of this process.</summary>
    public static Worker Here(int slot)
    {
        using var process = Process.GetCurrentProcess();
        return new Worker(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime(), slot);
    }

    /// <summary>A text that no other worker has.</summary>
    public override string ToString() => $"{Machine}/{ProcessId}@{ProcessStartedAt.UtcTicks}/{Slot}";
}
