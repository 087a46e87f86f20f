using System.Text.Json;
using MLNetDeep.Cli;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Tests.Cli;

/// <summary>One run of the tool inside the test's process.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var streams = new CliStreams(output, error, IsLive: false, Width: 80);
        var code = Tool.RunAsync(arguments, streams, cancellation).GetAwaiter().GetResult();
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The run, after checking that it succeeded.</summary>
    public ToolRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }

    /// <summary>Checks that the run failed with exactly this explanation on one line.</summary>
    public void FailedWith(string message)
    {
        var last = Error.TrimEnd('\r', '\n').Split('\n')[^1].TrimEnd('\r');
        Assert.Equal(message, last);
        Assert.Equal(1, ExitCode);
        Assert.Equal("", Out);
    }
}
