using System.CommandLine;
using MLNetDeep.Cli.Dashboard;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>dashboard</c>: shows a study in the browser while it runs, or when it is over.</summary>
internal static class DashboardCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("dashboard", "Show a study in the browser, live while it runs.");
        var storage = new Argument<string>("STUDY") { Description = "Store of the study: the file or address given to sweep --storage." };
        var name = NewOption.Optional<string>("--study", "NAME", "One study of several in the store; all by default.");
        var port = NewOption.Default("--port", "N", 0, "Port on this machine's loopback; 0 takes any that is free.");
        command.Add(storage);
        command.Add(name);
        command.Add(port);
        command.SetAction(async (parsed, cancellation) =>
        {
            var rules = new SettingRules();
            rules.Require(parsed.GetValue(port) is >= 0 and <= 65535, "--port", "from 0 to 65535", parsed.GetValue(port));
            rules.ThrowIfBroken();
            await using var server = await DashboardServer.StartAsync(
                parsed.GetRequiredValue(storage), parsed.GetValue(name), parsed.GetValue(port));
            await streams.Out.WriteLineAsync($"The dashboard is at {server.Address} until Ctrl+C.");
            await streams.Out.FlushAsync(cancellation);
            await server.WaitAsync(cancellation);
            return Tool.Success;
        });
        return command;
    }
}
