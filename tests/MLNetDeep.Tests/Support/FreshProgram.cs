using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetDeep.Tests.Support;

/// <summary>The program tests/FreshProcess, which knows MLNetDeep only as a user's service does.</summary>
internal static class FreshProgram
{
    private static readonly Lazy<string> _bare = new(CopyWithoutTorch);

    /// <summary>It is built beside the tests: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    private static string Folder
    {
        get
        {
            var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(AppContext.BaseDirectory, "..", "..", "FreshProcess", configuration);
        }
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => StartIn(Folder, arguments);

    private static Process StartIn(string folder, string[] arguments, long? heapLimit = null)
    {
        var program = Path.Combine(folder, "FreshProcess.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (heapLimit is { } bytes)
            start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("X", CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The lines it printed.</returns>
    public static string[] Run(IEnumerable<string> input, params string[] arguments) => RunIn(Folder, input, arguments);

    /// <summary>Runs it to its end with a managed heap that may not grow beyond some bytes.</summary>
    /// <returns>The lines it printed.</returns>
    public static string[] RunWithin(long heapLimit, params string[] arguments) => RunIn(Folder, [], arguments, heapLimit);

    /// <summary>Runs it to its end in a folder that has neither TorchSharp.dll nor anything native of torch.</summary>
    /// <returns>The lines it printed.</returns>
    public static string[] RunWithoutTorch(IEnumerable<string> input, params string[] arguments) => RunIn(_bare.Value, input, arguments);

    private static string[] RunIn(string folder, IEnumerable<string> input, string[] arguments, long? heapLimit = null)
    {
        using var process = StartIn(folder, arguments, heapLimit);
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var line in input)
            process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A copy of the program's folder; without the list of dependencies .NET takes whatever lies there.</summary>
    private static string CopyWithoutTorch()
    {
        var bare = Path.Combine(AppContext.BaseDirectory, "FreshProcessWithoutTorch");
        if (Directory.Exists(bare))
            Directory.Delete(bare, recursive: true);
        Directory.CreateDirectory(bare);
        var natives = Path.Combine(Folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string[] files = [.. Directory.GetFiles(Folder), .. Directory.Exists(natives) ? Directory.GetFiles(natives) : []];
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            if (!name.Contains("torch", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".deps.json", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(bare, name));
        }
        return bare;
    }
}
