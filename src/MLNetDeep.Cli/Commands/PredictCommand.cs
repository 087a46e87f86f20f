using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>predict</c>: one line of predictions for every row of a table.</summary>
internal static class PredictCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("predict", "Predict a table or images with a saved model; columns are found by name.");
        var model = new Argument<string>("MODEL") { Description = "Model zip, written by train or by any ML.NET program." };
        var data = new Argument<string>("DATA") { Description = "Table with a header; or IDX file, PNG, JPEG or folder of images." };
        var output = NewOption.Default("--out|-o", "FILE", "predictions.csv", "Where to write the predictions.");
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of a line." };
        command.Add(model);
        command.Add(data);
        command.Add(output);
        command.Add(json);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            var (modelPath, dataPath) = (parsed.GetRequiredValue(model), parsed.GetRequiredValue(data));
            Run(modelPath, dataPath, parsed.GetRequiredValue(output), streams, parsed.GetValue(json));
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(string modelPath, string dataPath, string outputPath, CliStreams streams, bool asJson)
    {
        AtomicFile.CheckTarget(outputPath, "Predictions file");
        var ml = new MLContext();
        var model = ModelFile.Read(ml, modelPath);
        var inputs = model.InputSchema ?? throw new CliException(
            $"'{modelPath}' was saved without its input schema, so the columns it reads are unknown: save it with one.");
        var rows = Predictor.Predict(ml, model.Model, inputs, model.Card, dataPath, outputPath);
        var done = new { Command = "predict", Model = modelPath, Data = dataPath, Predictions = outputPath, RowCount = rows };
        if (asJson)
            JsonOutput.Write(streams.Out, done);
        else
            Text.WriteWrapped(streams, $"Predicted {rows:N0} rows of {dataPath} with {modelPath}: {outputPath}.");
    }
}
