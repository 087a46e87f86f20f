using System.Diagnostics;

namespace MLNetDeep.Tests.Cli;

/// <summary>The tool as users run it: another process, with redirected streams.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_trained_here_predicts_the_same_in_a_new_process()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        var model = _folder.At("model.zip");
        var here = _folder.At("here.csv");
        ToolRun.Of("train", data, "--label", "target", "--out", model, "--predict", data, "--predictions", here).Succeeded();

        var (code, output, error) = RunTool("predict", model, data, "--out", _folder.At("there.csv"));
        Assert.Equal(("", 0), (error, code));
        var sentence = output.TrimEnd('\n').Replace('\n', ' ');
        Assert.Equal($"Predicted 300 rows of {data} with {model}: {_folder.At("there.csv")}.", sentence);
        Assert.Equal(File.ReadAllBytes(here), File.ReadAllBytes(_folder.At("there.csv")));
    }

    [Fact]
    public void A_failure_is_one_line_on_the_error_stream()
    {
        var (code, output, error) = RunTool("train", "none.csv", "--label", "y");
        Assert.Equal((1, "", "Data file 'none.csv' does not exist.\n"), (code, output, error));
    }

    private static (int Code, string Out, string Error) RunTool(params string[] arguments)
    {
        // artifacts/bin/<project>/<configuration>: the tool was built beside the tests.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "MLNetDeep.Cli", here.Name, "MLNetDeep.Cli.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), error.GetAwaiter().GetResult().ReplaceLineEndings("\n"));
    }
}
