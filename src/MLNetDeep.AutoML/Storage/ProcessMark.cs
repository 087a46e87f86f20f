using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MLNetDeep.AutoML;

/// <summary>Tells a process from all that had or will have its number.</summary>
/// <param name="Space">Where its number means anything: one machine from one start to the next, and in it one container.</param>
/// <param name="Start">When it began, as its system counts.</param>
internal sealed record ProcessMark(string Space, string Start)
{
    private static readonly string ThisSpace = FindSpace();

    // On systems other than Linux, where the time is computed anew each time; no number comes again so soon.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(1);

    /// <summary>That of this process.</summary>
    public static ProcessMark Here { get; } = Of(Environment.ProcessId)!;

    /// <summary>That of a process of this space; null when there is none of this number.</summary>
    public static ProcessMark? Of(int processId) => FindStart(processId) is { } start ? new ProcessMark(ThisSpace, start) : null;

    /// <summary>Whether the process runs; null when it cannot be seen from here.</summary>
    public bool? IsAlive(int processId)
    {
        if (Space != ThisSpace)
            return null;
        try
        {
            return FindStart(processId) is { } start && IsSameStart(start);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or UnauthorizedAccessException or IOException)
        {
            return null; // another user's process, hidden
        }
    }

    private bool IsSameStart(string other) => OperatingSystem.IsLinux()
        ? other == Start
        : (ParseTicks(other) - ParseTicks(Start)).Duration() < StartTolerance;

    private static TimeSpan ParseTicks(string text) => TimeSpan.FromTicks(long.Parse(text, CultureInfo.InvariantCulture));

    private static string FindSpace()
    {
        if (!OperatingSystem.IsLinux())
            return Environment.MachineName;
        // Containers of one machine have one boot, but number their processes each for itself.
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        return $"{boot}/{new FileInfo("/proc/self/ns/pid").LinkTarget}";
    }

    /// <summary>When a process began; null when there is none, or only what its parent has not yet asked after.</summary>
    private static string? FindStart(int processId)
    {
        if (OperatingSystem.IsLinux() && File.Exists($"/proc/{processId}/stat"))
            return FindLinuxStart(processId);
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? FindLinuxStart(int processId)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{processId}/stat");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // ended meanwhile
        }
        // "12 (name, which may hold anything) S 1 …": the state comes third, the start 22nd.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : fields[19];
    }
}
