using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.AutoML;
using MLNetDeep.Comparisons.Images;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.Comparisons.Tuners;

/// <summary>TPE beside random search: six options of boosted trees on real tables, three folds.</summary>
internal static class TunerSets
{
    private const int TrialCount = 50;
    private const int FoldCount = 3;
    private const int MostRows = 1000;

    private static readonly string[] Names = ["concrete", "abalone", "bank32nh", "spambase"];

    public static void Run(StringBuilder report, string folder, int seedCount)
    {
        ImagesCommand.Write(
            report, $"## Boosted trees, six options, {FoldCount} folds: best error after {TrialCount} trials, medians of {seedCount} seeds");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| set | rows | defaults | random | TPE | TPE better, of the seeds | minutes |");
        ImagesCommand.Write(report, "|---|---:|---:|---:|---:|---:|---:|");
        foreach (string name in Names)
        {
            var watch = Stopwatch.StartNew();
            Row[] rows = Read(Path.Combine(folder, name + ".csv.gz"));
            double Loss(Parameter parameter) => Measure(rows, parameter);
            double defaults = TunerLoop.FindBest(new RandomTuner(Space()), 1, Loss);
            double[] random = Best(seedCount, seed => new RandomTuner(Space(), new RandomTunerOptions { Seed = seed }), Loss);
            double[] tpe = Best(seedCount, seed => new TpeTuner(Space(), new TpeTunerOptions { Seed = seed }), Loss);
            int wins = tpe.Zip(random).Count(pair => pair.First < pair.Second);
            ImagesCommand.Write(report, string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {rows.Length} | {defaults:0.0000} | {TunerLoop.Median(random):0.0000} | {TunerLoop.Median(tpe):0.0000} "
                + $"| {wins} | {watch.Elapsed.TotalMinutes:0.0} |"));
        }

        ImagesCommand.Write(report, "");
    }

    private static double[] Best(int seedCount, Func<int, ITuner> create, Func<Parameter, double> loss)
    {
        double[] best = new double[seedCount];
        Parallel.For(0, seedCount, seed => best[seed] = TunerLoop.FindBest(create(seed), TrialCount, loss));
        return best;
    }

    private static SearchSpace Space() => new()
    {
        ["Trees"] = new UniformIntOption(5, 200, true, 100),
        ["Leaves"] = new UniformIntOption(2, 64, true, 20),
        ["Examples"] = new UniformIntOption(1, 100, true, 10),
        ["Rate"] = new UniformDoubleOption(0.01, 1, true, 0.2),
        ["Share"] = new UniformDoubleOption(0.2, 1, false, 1),
        ["Bins"] = new UniformIntOption(8, 255, true, 255),
    };

    /// <summary>The mean over the folds of the root of the mean squared error, in units of the label's deviation.</summary>
    private static double Measure(Row[] rows, Parameter parameter)
    {
        var ml = new MLContext(seed: 1);
        var trainer = ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            NumberOfTrees = parameter["Trees"].AsType<int>(),
            NumberOfLeaves = parameter["Leaves"].AsType<int>(),
            MinimumExampleCountPerLeaf = parameter["Examples"].AsType<int>(),
            LearningRate = parameter["Rate"].AsType<double>(),
            FeatureFraction = parameter["Share"].AsType<double>(),
            MaximumBinCountPerFeature = parameter["Bins"].AsType<int>(),
            NumberOfThreads = 1,
        });
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        IDataView View(Func<int, bool> isIn) => ml.Data.LoadFromEnumerable(rows.Where((_, i) => isIn(i % FoldCount)), schema);
        return Enumerable.Range(0, FoldCount).Average(fold =>
            ml.Regression.Evaluate(trainer.Fit(View(i => i != fold)).Transform(View(i => i == fold))).RootMeanSquaredError);
    }

    /// <summary>Some rows at random, always the same; the last column is the label, standardised, a text being 0 or 1.</summary>
    private static Row[] Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        string[] head = reader.ReadLine()!.Split(',');
        int first = head[0] == "split" ? 1 : 0;
        List<string[]> lines = [];
        while (reader.ReadLine() is { } line)
            lines.Add(line.Split(','));
        var random = new Random(1);
        string[][] chosen = [.. lines.OrderBy(_ => random.Next()).Take(MostRows)];
        float[] labels = [.. chosen.Select(cells => ToNumber(cells[^1]))];
        float mean = labels.Average();
        float deviation = MathF.Sqrt(labels.Average(label => (label - mean) * (label - mean)));
        return [.. chosen.Select((cells, i) => new Row
        {
            Label = (labels[i] - mean) / deviation,
            Features = [.. cells[first..^1].Select(ToNumber)],
        })];
    }

    private static float ToNumber(string cell) => cell.Trim('"') switch
    {
        "spam" => 1,
        "nonspam" => 0,
        var text => float.Parse(text, CultureInfo.InvariantCulture),
    };

    private sealed class Row
    {
        public float Label { get; init; }

        public float[] Features { get; init; } = [];
    }
}
