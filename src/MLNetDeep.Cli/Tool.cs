using System.CommandLine;
using System.CommandLine.Invocation;
using MLNetDeep.Cli.Commands;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli;

/// <summary>The tool as a function: arguments and streams in, exit code out.</summary>
internal static class Tool
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadUsage = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliStreams streams, CancellationToken cancellation)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Show where in the program a failure arose.", Recursive = true };
        var root = new RootCommand("Trains, compares and uses deep ML.NET models on tables of values, on images and on series in time.")
        {
            TrainCommand.Create(streams),
            CompareCommand.Create(streams),
            SweepCommand.Create(streams),
            PredictCommand.Create(streams),
            ForecastCommand.Create(streams),
            BacktestCommand.Create(streams),
            InspectCommand.Create(streams),
            ExplainCommand.Create(streams),
            ExportCommand.Create(streams),
            ReportCommand.Create(streams),
            DashboardCommand.Create(streams),
            verbose,
        };
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                await streams.Error.WriteLineAsync(error.Message);
            await streams.Error.WriteLineAsync($"Run 'mlnetdeep {CommandPath(parsed)}--help' for usage.");
            return BadUsage;
        }
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                // Ctrl+C is heard at the end of an epoch or fold; then temporary files go away.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception e)
        {
            await streams.Error.WriteLineAsync(FailureText.Explain(e));
            if (parsed.GetValue(verbose))
                await streams.Error.WriteLineAsync(e.ToString());
            return Failure;
        }
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
