using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>inspect</c>: what is inside a saved model.</summary>
internal static class InspectCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("inspect", "Show a saved model's network, training history, data and versions.");
        var model = new Argument<string>("MODEL") { Description = "Model zip, written by train or by any program that uses MLNetDeep." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of tables." };
        command.Add(model);
        command.Add(json);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            Run(parsed.GetRequiredValue(model), streams, parsed.GetValue(json));
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(string path, CliStreams streams, bool asJson)
    {
        var file = ModelFile.Read(new MLContext(), path);
        var deep = file.DeepModel ?? throw new CliException($"'{path}' holds no deep model: there is no network to inspect.");
        new InspectReport(path, new FileInfo(path).Length, file, deep).Write(streams, asJson);
    }
}
