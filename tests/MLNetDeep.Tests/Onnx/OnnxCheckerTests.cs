using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Onnx;

/// <summary>ONNX's own checker on all exported models, in one process.</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllModelsPassTheChecker()
    {
        (string Name, OnnxModel Model)[] models = [.. OnnxModels.All.Select(model => (model.Key, model.Value.Value))];
        for (int i = 0; i < models.Length; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{i:000} {models[i].Name}.onnx");
            File.WriteAllBytes(_folder.At(name), models[i].Model.File);
        }

        var (code, output) = Run(FindPython(), Path.Combine(AppContext.BaseDirectory, "Onnx", "check_models.py"), _folder.At(""));
        Assert.Equal($"{models.Length} models, 0 failures\n", output.ReplaceLineEndings("\n"));
        Assert.Equal(0, code);
    }

    /// <summary>A Python with the onnx package; Debian's own comes first where another one stands before it.</summary>
    private static string FindPython()
    {
        foreach (string name in new[] { "/usr/bin/python3", "python3", "python" })
        {
            try
            {
                if (Run(name, "-c", "import onnx").Code == 0)
                    return name;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; another may be.
            }
        }

        throw new InvalidOperationException(
            "Exported models are checked by Python's onnx package: apt-get install python3-onnx, or pip install onnx.");
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
