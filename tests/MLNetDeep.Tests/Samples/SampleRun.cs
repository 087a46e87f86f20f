using System.Diagnostics;

namespace MLNetDeep.Tests.Samples;

/// <summary>Runs a sample as a process of its own.</summary>
internal static class SampleRun
{
    /// <summary>Runs a sample that must end well.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>What it printed, with line feeds alone.</returns>
    public static string Output(string sample, params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, sample, here.Name, $"{sample}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
