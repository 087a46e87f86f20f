using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

// Is the hand drawing a gun or pointing? Its height over 150 steps, as a signal of one channel.
using var folder = new SampleFolder("gunpoint.csv");
var ml = new MLContext(seed: 1);
var file = new TextLoader.Options { HasHeader = true, Separators = [','], AllowQuoting = true };
file.Columns = [new("Movement", DataKind.String, 0), new("Features", DataKind.Single, 1, 150)];
var rows = ml.Data.LoadFromTextFile("gunpoint.csv", file);

// A convolution slides over the signal: where in time a movement comes matters little.
var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Movement")
    .Append(ml.MulticlassClassification.Trainers.Cnn(inputShape: InputShape.Signal()))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var folds = ml.MulticlassClassification.CrossValidate(rows, pipeline, numberOfFolds: 5, seed: 1);
Console.WriteLine($"Accuracy {folds.Average(fold => fold.Metrics.MicroAccuracy):F3} over five folds");

// One model of all rows, saved and loaded again, predicts a signal at a time.
ml.Model.Save(pipeline.Fit(rows), rows.Schema, "gunpoint.zip");
var engine = ml.Model.CreatePredictionEngine<Signal, Answer>(ml.Model.Load("gunpoint.zip", out _));
var first = ml.Data.CreateEnumerable<Signal>(rows, reuseRowObject: false).First();
var answer = engine.Predict(first);
Console.WriteLine($"The first is a movement of kind {answer.PredictedLabel}, in truth {first.Movement}");

internal sealed class Signal
{
    public string Movement { get; set; } = "";

    [VectorType(150)]
    public float[] Features { get; set; } = [];
}

internal sealed class Answer
{
    public string PredictedLabel { get; set; } = "";
}
