using Microsoft.ML;
using Microsoft.ML.Data;

// The README's example, without the next line: ML.NET's text loader reads plain files, so the sample data are unpacked
// first, into a working folder that goes away at the end.
using var folder = new SampleFolder("telco-churn.csv");

var ml = new MLContext(seed: 1);
var file = new TextLoader.Options { HasHeader = true, Separators = [','], AllowQuoting = true, MissingRealsAsNaNs = true };
file.Columns = [new("Label", DataKind.Boolean, 0), new("Text", DataKind.String, [new(7, 15), new(17)]),
    new("Numbers", DataKind.Single, [new(1, 6), new(16), new(18, 19)])];
var rows = ml.Data.LoadFromTextFile("telco-churn.csv", file);
var split = ml.Data.TrainTestSplit(rows, testFraction: 0.2, seed: 1);
var model = ml.Transforms.Categorical.OneHotEncoding("Text")
    .Append(ml.Transforms.Concatenate("Features", "Text", "Numbers"))
    .Append(ml.BinaryClassification.Trainers.Mlp()).Fit(split.TrainSet);
var metrics = ml.BinaryClassification.Evaluate(model.Transform(split.TestSet));
Console.WriteLine($"AUC {metrics.AreaUnderRocCurve:F2}, accuracy {metrics.Accuracy:F2}");
ml.Model.Save(model, rows.Schema, "churn.zip"); // ml.Model.Load reads it anywhere, without libtorch
