using System.Diagnostics;

namespace MLNetDeep.Tests.Faults;

/// <summary>What the process holds when the garbage is gone.</summary>
/// <param name="ResidentMegabytes">Memory of the process.</param>
/// <param name="ManagedMegabytes">The managed heap.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="TrainingThreads">Helpers of fits among them; 0 where the system does not tell names of threads.</param>
internal sealed record SoakSample(double ResidentMegabytes, double ManagedMegabytes, int Threads, int TrainingThreads)
{
    private const double Megabyte = 1048576;
    private const string Tasks = "/proc/self/task";

    public static SoakSample Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return new SoakSample(Environment.WorkingSet / Megabyte, GC.GetTotalMemory(false) / Megabyte, self.Threads.Count, Helpers());
    }

    private static int Helpers() => Directory.Exists(Tasks) ? Directory.GetDirectories(Tasks).Count(IsHelper) : 0;

    /// <summary>Linux keeps 15 characters of a name.</summary>
    private static bool IsHelper(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("MLNetDeep train", StringComparison.Ordinal);
        }
        catch (IOException) // a thread that ended meanwhile
        {
            return false;
        }
    }
}
