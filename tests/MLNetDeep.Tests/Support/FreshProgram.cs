using System.Diagnostics;

namespace MLNetDeep.Tests.Support;

/// <summary>The program tests/FreshProcess, which knows MLNetDeep only as a user's service does.</summary>
internal static class FreshProgram
{
    /// <summary>Starts it; it is built beside the tests: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    public static Process Start(params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "FreshProcess", configuration, "FreshProcess.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The lines it printed.</returns>
    public static string[] Run(IEnumerable<string> input, params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var line in input)
            process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
