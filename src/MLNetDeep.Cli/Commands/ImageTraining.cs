using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Cli.Tasks;
using MLNetDeep.Images;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>train</c> on images: fits a convolutional network, measures it on other images, saves it.</summary>
internal sealed record ImageTraining(
    ImageSettings Images, NetworkSettings Network, WatchSettings Watch, string Output, double TestFraction)
{
    public void Run(CliStreams streams, bool asJson, CancellationToken cancellation)
    {
        Check();
        var ml = new MLContext(Network.Seed);
        var data = ImageSet.Open(ml, Images, TestFraction, Network.Seed);
        var (trainRows, testRows) = (TrainCommand.CountRows(data.Train), TrainCommand.CountRows(data.Test));
        streams.Error.WriteLine($"{Images.Name}: {trainRows:N0} images to learn from and {testRows:N0} to measure on, of " +
            $"{Show(data.Type)}, {data.Classes.Count:N0} classes");

        var fitted = ProgressDisplay.Run(streams, display => Fit(ml, data, display, cancellation));
        var scored = Keep(ml, fitted.Transform(data.Test));
        var task = LearningTask.Named("multiclass").Comparison(ImageSet.LabelColumnName);
        var values = task.Evaluate(ml, scored);
        var model = fitted.Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored));
        var card = new ModelCard
        {
            Task = "multiclass",
            Label = ImageSet.LabelColumnName,
            Classes = data.Classes,
            Columns = [],
            Images = Sizing(data.Type),
            TrainRowCount = trainRows,
            TestRowCount = testRows,
            TestMetrics = [.. task.Metrics.Zip(values, (m, v) => new ModelCard.MetricValue(m.Name, v))],
        };
        var schema = InputSchema(data);
        var zip = ModelFile.Serialize(ml, model, schema, card);
        AtomicFile.Write(Output, stream => stream.Write(zip));
        if (Images.Confusion is { } confusion)
            DrawConfusion(ml, scored, data.Classes, confusion);
        var deep = new ModelFile(model, schema, card).DeepModel!;
        Watch.WriteReport(deep, Images.Name, scored, ImageSet.LabelColumnName, data.Classes);
        new TrainReport(Images.Name, [], card, deep, Output, zip.Length) { ConfusionPath = Images.Confusion, ReportPath = Watch.Report }
            .Write(streams, asJson);
    }

    private void Check()
    {
        var rules = new SettingRules();
        Network.CheckCnn(rules);
        rules.Require(TestFraction is > 0 and < 1, "--test-fraction", "above 0 and below 1", TestFraction);
        Images.Check(rules);
        Watch.Check(rules);
        rules.ThrowIfBroken();
        Watch.CheckTargets();
        AtomicFile.CheckTarget(Output, "Model file");
        Images.CheckTargets();
    }

    private DeepPredictionTransformer Fit(MLContext ml, ImageSet data, ProgressDisplay display, CancellationToken cancellation)
    {
        var options = Watch.AddTo(Network.ToCnnOptions(EpochProgress.On(display), cancellation)) with
        {
            FeatureColumnName = ImageSet.FeatureColumnName,
            LabelColumnName = ImageSet.LabelColumnName,
        };
        return ml.MulticlassClassification.Trainers.Cnn(options).Fit(data.Train);
    }

    // Images are predicted once, and what is made of the predictions reads them from memory.
    private static IDataView Keep(MLContext ml, IDataView scored)
    {
        string[] kept = [ImageSet.LabelColumnName, "PredictedLabel", "Score"];
        return ml.Data.Cache(ml.Transforms.SelectColumns(kept).Fit(scored).Transform(scored), kept);
    }

    private static void DrawConfusion(MLContext ml, IDataView scored, IReadOnlyList<string> classes, string path)
    {
        var matrix = ml.MulticlassClassification.Evaluate(scored, ImageSet.LabelColumnName).ConfusionMatrix;
        AtomicFile.Write(path, ConfusionMatrixPicture.Draw(matrix, classes).WritePng);
    }

    // New images have no label.
    private static DataViewSchema InputSchema(ImageSet data)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(ImageSet.FeatureColumnName, data.Type);
        return schema.ToSchema();
    }

    private ModelCard.Sizing? Sizing(VectorDataViewType type) => Images.Folder is null
        ? null
        : new ModelCard.Sizing(type.Dimensions[2], type.Dimensions[1], type.Dimensions[0], Images.Resizing.ToString());

    private static string Show(VectorDataViewType type) => type.Dimensions switch
    {
        [1, var height, var width] => $"{width} x {height} pixels in grey",
        [3, var height, var width] => $"{width} x {height} pixels in colour",
        _ => string.Join(" x ", type.Dimensions),
    };
}
