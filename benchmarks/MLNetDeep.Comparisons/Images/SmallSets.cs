using System.Diagnostics;
using System.Text;
using Microsoft.ML;

namespace MLNetDeep.Comparisons.Images;

/// <summary>Five folds of small sets with the defaults.</summary>
internal static class SmallSets
{
    private const string DigitsFile = "samples/data/digits.csv.gz";

    public static void Run(StringBuilder report, string folder)
    {
        ImagesCommand.Write(report, "## Five folds, defaults");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| set | rows | accuracy | worst fold | goal | seconds a fit |");
        ImagesCommand.Write(report, "|---|---|---|---|---|---|");
        Folds(report, "OpenCV digits 20x20", Path.Combine(folder, "opencv-digits-20x20.csv.gz"), InputShape.Image(1, 20, 20), 0.985);
        Folds(report, "scikit-learn digits 8x8", DigitsFile, InputShape.Image(1, 8, 8), 0.985);
        Folds(report, "GunPoint", Path.Combine(folder, "gunpoint.csv.gz"), InputShape.Signal(), 0.97);
        ImagesCommand.Write(report, "");
    }

    private static void Folds(StringBuilder report, string name, string file, InputShape shape, double goal)
    {
        var ml = new MLContext(seed: 1);
        DigitRow[] rows = DigitRow.Read(file);
        IDataView data = DigitRow.Load(ml, rows);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.MulticlassClassification.Trainers.Cnn(new CnnOptions { InputShape = shape, Seed = 1 }));
        var clock = Stopwatch.StartNew();
        var folds = ml.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 5, seed: 1);
        double seconds = clock.Elapsed.TotalSeconds / folds.Count;
        (double mean, double worst) = (folds.Average(fold => fold.Metrics.MicroAccuracy), folds.Min(fold => fold.Metrics.MicroAccuracy));
        ImagesCommand.Write(report, $"| {name} | {rows.Length} | {mean:F4} | {worst:F4} | {goal} | {seconds:F1} |");
    }
}
