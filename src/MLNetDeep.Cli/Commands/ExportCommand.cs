using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Onnx;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>export</c>: a saved model's network in a form that other programs read.</summary>
internal static class ExportCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("export", "Write a saved model's network as an ONNX file.");
        var model = new Argument<string>("MODEL") { Description = "Model zip, written by train or by any program that uses MLNetDeep." };
        var onnx = new Option<string>("--onnx") { Description = "The ONNX file to write.", HelpName = "FILE.onnx", Required = true };
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of tables." };
        command.Add(model);
        command.Add(onnx);
        command.Add(json);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(onnx), streams, parsed.GetValue(json));
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(string path, string target, CliStreams streams, bool asJson)
    {
        AtomicFile.CheckTarget(target, "ONNX file");
        ITransformer[] parts = [.. ModelFile.Read(new MLContext(), path).Parts()];
        var deep = Array.FindLast(parts, part => part is DeepPredictionTransformer or WeightedEnsembleTransformer or ForecastTransformer)
            ?? throw new CliException($"'{path}' holds no deep model: there is no network to export.");
        var file = OnnxFile.Of(deep);
        AtomicFile.Write(target, file.WriteTo);
        new ExportReport(path, target, file, [.. parts.TakeWhile(part => part != deep)], deep).Write(streams, asJson);
    }
}
