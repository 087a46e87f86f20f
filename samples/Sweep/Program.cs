using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.AutoML;
using MLNetDeep.Comparison;

// Which trainer tells best who will leave, and with which settings? The first 1,200 customers keep the sample quick.
using var folder = new SampleFolder("telco-churn.csv");
var ml = new MLContext(seed: 1);
var file = new TextLoader.Options { HasHeader = true, Separators = [','], AllowQuoting = true, MissingRealsAsNaNs = true };
file.Columns = [new("Label", DataKind.Boolean, 0), new("Text", DataKind.String, [new(7, 15), new(17)]),
    new("Numbers", DataKind.Single, [new(1, 6), new(16), new(18, 19)])];
var rows = ml.Data.TakeRows(ml.Data.LoadFromTextFile("telco-churn.csv", file), 1200);

// The MLP, boosted trees, a forest and two linear models, behind one featurisation.
var features = ml.Transforms.Categorical.OneHotEncoding("Text")
    .Append(ml.Transforms.ReplaceMissingValues("Numbers"))
    .Append(ml.Transforms.Concatenate("Features", "Text", "Numbers"))
    .Append(ml.Transforms.NormalizeMinMax("Features"));
var mlp = new MlpOptions { Preset = MlpPreset.Plain, ValidationMetric = "AUC" }; // where its sweep starts
var pipeline = features.Append(ml.Auto().BinaryClassificationWithDeep(mlpOptions: mlp));

// Good settings first, then what TPE makes of them; a trial that does worse than half of the others ends.
var study = ml.Auto().CreateStudy(new StudyOptions
{
    Pipeline = pipeline,
    Data = rows,
    Task = ComparisonTask.Binary(),
    FoldCount = 3,
    TrialCount = 12,
    Portfolio = Portfolio.For(pipeline, perCandidate: 1),
    Pruner = new MedianPruner(),
    MaximumEpochCount = 8,
    Storage = "churn.db", // a sweep that is broken off goes on from here
});
var result = study.Run();
Console.WriteLine(result.ToText(5));

// The best setting as code, and as a model that was fitted on all rows.
Console.WriteLine(result.ToCSharp());
ml.Model.Save(result.Model!, rows.Schema, "churn.zip");
var scored = ml.Model.Load("churn.zip", out _).Transform(rows);
Console.WriteLine($"{scored.GetColumn<bool>("PredictedLabel").Count(leaves => leaves)} of {scored.GetRowCount() ?? 1200} may leave");
