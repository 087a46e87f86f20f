using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace MLNetDeep.Comparisons;

/// <summary>A Python script beside the program that does the same work with the peers' libraries.</summary>
internal sealed class Peer(string python, string script)
{
    private static string? Kernels => Avx512BW.IsSupported ? "SkylakeX" : Avx2.IsSupported && Fma.IsSupported ? "Haswell" : null;

    /// <summary>Runs the script and reads its last line; its standard error goes through.</summary>
    public string Run(params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, script);
        var start = new ProcessStartInfo(python, [path, .. arguments]) { RedirectStandardOutput = true };
        ChooseKernels(start);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} failed with exit code {process.ExitCode}.");
        return output.TrimEnd().Split('\n')[^1];
    }

    /// <summary>OpenBLAS does not know every new processor and falls back to its oldest kernels; both sides get the same ones.</summary>
    public static void ChooseKernels(ProcessStartInfo start)
    {
        if (Kernels is not null)
            start.Environment.TryAdd("OPENBLAS_CORETYPE", Kernels);
    }

    public T Run<T>(params string[] arguments) => JsonSerializer.Deserialize<T>(Run(arguments))!;
}
