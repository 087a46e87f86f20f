using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparisons.Images;

/// <summary>Where class activation maps lie: on the ink of digits, or beside it.</summary>
internal static class LookedAt
{
    private const int InkFrom = 50; // of 255
    private const int TestCount = 500;

    public static void Run(StringBuilder report, string folder)
    {
        var ml = new MLContext(seed: 1);
        DigitRow[] rows = DigitRow.Read(Path.Combine(folder, "opencv-digits-20x20.csv.gz"));
        new Random(1).Shuffle(rows);
        IDataView train = DigitRow.Load(ml, rows[TestCount..]);
        IDataView test = DigitRow.Load(ml, rows[..TestCount]);
        var trainer = ml.MulticlassClassification.Trainers.Cnn(new CnnOptions { InputShape = InputShape.Image(1, 20, 20), Seed = 1 });
        var label = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(train);
        DeepPredictionTransformer model = trainer.Fit(label.Transform(train));
        ImagesCommand.Write(report, $"## Share of the hottest tenth of each map that lies on ink, {TestCount} held-out OpenCV digits, defaults");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| map | on ink | of all pixels |");
        ImagesCommand.Write(report, "|---|---|---|");
        foreach (GradCamMethod method in Enum.GetValues<GradCamMethod>())
        {
            IDataView maps = ml.Transforms.GradCam("Heat", model, new GradCamOptions { Method = method }).Fit(test).Transform(test);
            (double hot, double all) = Share(maps);
            ImagesCommand.Write(report, $"| {method} | {hot:P1} | {all:P1} |");
        }

        ImagesCommand.Write(report, "");
    }

    private static (double Hot, double All) Share(IDataView maps)
    {
        (int hot, int hottestCount, int ink, int count) = (0, 0, 0, 0);
        foreach ((float[] pixels, float[] heat) in maps.GetColumn<float[]>("Features").Zip(maps.GetColumn<float[]>("Heat")))
        {
            int[] hottest = [.. Enumerable.Range(0, pixels.Length).OrderByDescending(place => heat[place]).Take(pixels.Length / 10)];
            hot += hottest.Count(place => pixels[place] >= InkFrom);
            hottestCount += hottest.Length;
            ink += pixels.Count(pixel => pixel >= InkFrom);
            count += pixels.Length;
        }

        return ((double)hot / hottestCount, (double)ink / count);
    }
}
