using Microsoft.ML;
using MLNetDeep.Onnx;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>export</c> prints: what the file reads and gives, and what of the model zip it does not hold.</summary>
/// <param name="Model">The model zip.</param>
/// <param name="Path">The ONNX file.</param>
/// <param name="File">What is in it.</param>
/// <param name="Before">The steps of the pipeline before the one that was exported.</param>
/// <param name="Exported">That one.</param>
internal sealed record ExportReport(string Model, string Path, OnnxFile File, IReadOnlyList<ITransformer> Before, ITransformer Exported)
{
    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(streams.Out, new
            {
                Command = "export",
                Model,
                Onnx = Path,
                Exported = Exported.GetType().Name,
                File.Meaning,
                StepsBefore = Before.Select(step => step.GetType().Name),
                File.Inputs,
                File.Outputs,
            });
            return;
        }

        var table = Text.Table("", "name", "type", "shape", "meaning");
        foreach (var value in File.Inputs)
            table.Row("input", value.Name, value.Type, value.Shape, value.Meaning);
        foreach (var value in File.Outputs)
            table.Row("output", value.Name, value.Type, value.Shape, value.Meaning);
        Text.Render(streams, table);
        Text.WriteWrapped(streams, File.Meaning);
        if (Before.Count > 0)
        {
            var steps = string.Join(", ", Before.Select(step => step.GetType().Name));
            Text.WriteWrapped(
                streams,
                $"The file holds the {Exported.GetType().Name} alone. The steps before it, {steps}, make the columns that it reads.");
        }

        Text.WriteWrapped(streams, $"Written: {Path}.");
    }
}
