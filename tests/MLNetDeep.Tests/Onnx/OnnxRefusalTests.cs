using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Onnx;

/// <summary>What is no model of ours, names that clash, files that replace others; and scaling by quantiles that are alike.</summary>
public sealed class OnnxRefusalTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void APipelineIsNamedStepByStep()
    {
        var data = Tables.View(_ml);
        var chain = _ml.Transforms.CopyColumns("Other", "Features").Append(_ml.BinaryClassification.Trainers.Mlp(Tables.Small())).Fit(data);
        var error = Assert.Throws<NotSupportedException>(() => chain.SaveAsOnnx(new MemoryStream()));
        Assert.Equal(
            "A pipeline of ColumnCopyingTransformer, DeepPredictionTransformer cannot be written as ONNX as a whole: "
            + "save the step that is a DeepPredictionTransformer, which takes the columns that the steps before it make.", error.Message);
        error = Assert.Throws<NotSupportedException>(() => chain.First().SaveAsOnnx(new MemoryStream()));
        Assert.Equal(
            "A ColumnCopyingTransformer cannot be written as ONNX: only what MLNetDeep's trainers have fitted can.", error.Message);
    }

    [Fact]
    public void AnInputMayNotHaveTheNameOfAnOutput()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml)).Model;
        var error = Assert.Throws<NotSupportedException>(() => model.SaveAsOnnx(new MemoryStream(), "Score"));
        Assert.Equal(
            "A model that reads a column 'Score' cannot be written as ONNX, where an output has that name and names are unique: "
            + "rename the column and train anew.", error.Message);
    }

    [Fact]
    public void AForecastersFileSaysHowItsWindowsLie()
    {
        using var run = new OnnxRun(OnnxModels.Forecasters["NLinear"].Value.File);
        Assert.StartsWith(
            "The network of a forecaster trained with MLNetDeep. A window is 6 steps of 3 scaled numbers each, targets before past "
            + "covariates, then 9 steps of ",
            run.Session.ModelMetadata.Description, StringComparison.Ordinal);
        Assert.EndsWith(
            " numbers each that are known ahead. A score is 3 steps of 2 targets each, scaled as the window's are.",
            run.Session.ModelMetadata.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsReplacedAsAWhole()
    {
        using var folder = new TestFolder();
        var fitted = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml));
        string path = folder.Write("model.onnx", "something else");
        fitted.SaveAsOnnx(path);
        Assert.Equal(["model.onnx"], folder.FileNames);
        using var stream = new MemoryStream();
        fitted.Model.SaveAsOnnx(stream);
        Assert.Equal(stream.ToArray(), File.ReadAllBytes(path));
        using var run = new OnnxRun(File.ReadAllBytes(path));
        Assert.Equal("binary", run.Session.ModelMetadata.CustomMetadataMap["task"]);
    }

    /// <summary>Values that are quantiles, between, beyond, alike and missing.</summary>
    [Fact]
    public void QuantilesAreFoundByHalving()
    {
        const int Count = 11;
        var network = new NetworkSpec(
            [3], [new InputNormalizationSpec([]) { Scaling = NumericScaling.Quantile, QuantileCount = Count }]);
        float[] rising = [.. Enumerable.Range(0, Count).Select(i => i * i / 10f)];
        float[] stepped = [-2, -2, -2, 0, 0, 1, 1, 1, 1, 4, 4];
        float[] tensors = [.. rising, .. stepped, .. Enumerable.Repeat(5f, Count)];
        float[] values =
        [
            .. rising, .. stepped, -3, 11, 0.05f, 3.14f, 9.99f, 1e-6f, -1.99f, 0.999f, float.NaN, float.PositiveInfinity,
            float.NegativeInfinity,
        ];
        float[] x = [.. values.SelectMany(value => new[] { value, value, value })];
        float[] expected = new float[x.Length];
        ForwardPlan.Compile(network, tensors).Run(x, values.Length, expected);
        using var run = OnnxRun.Of(network, tensors);
        Close.Assert(expected, run.RunNetwork(x, values.Length));
    }
}
