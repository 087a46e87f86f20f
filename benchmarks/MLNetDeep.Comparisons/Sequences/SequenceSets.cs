using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Networks;

namespace MLNetDeep.Comparisons.Sequences;

/// <summary>What recurrent networks make of a signal, of an alphabet and of texts, with the defaults.</summary>
internal static class SequenceSets
{
    private const int Nucleotides = 60;
    private const int BitsEach = 3;

    public static void Folds(StringBuilder report, string folder)
    {
        ImagesCommand.Write(report, "## Five folds, defaults");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| set | rows | cell | accuracy | worst fold | goal | seconds a fit |");
        ImagesCommand.Write(report, "|---|---|---|---|---|---|---|");
        foreach (RecurrentCell cell in new[] { RecurrentCell.Lstm, RecurrentCell.Gru })
        {
            var ml = new MLContext(seed: 1);
            DigitRow[] signals = DigitRow.Read(Path.Combine(folder, "gunpoint.csv.gz"));
            Fold(report, ml, "GunPoint", signals.Length, DigitRow.Load(ml, signals), ml.Transforms.Conversion.MapValueToKey("Label", "Name"), cell);
            Splice[] genes = ReadGenes(Path.Combine(folder, "dna-splice.csv.gz"));
            var schema = SchemaDefinition.Create(typeof(Splice));
            schema["Nucleotides"].ColumnType = new VectorDataViewType(TextDataViewType.Instance, Nucleotides);
            Fold(
                report, ml, "DNA splice", genes.Length, ml.Data.LoadFromEnumerable(genes, schema),
                ml.Transforms.Conversion.MapValueToKey("Label", "Name").Append(ml.Transforms.Conversion.MapValueToKey("Features", "Nucleotides")), cell);
        }

        ImagesCommand.Write(report, "");
    }

    /// <summary>Reviews in the split given, beside a linear model on tf-idf of words and pairs.</summary>
    public static void Texts(StringBuilder report, string folder)
    {
        Review[] reviews = ReadReviews(Path.Combine(folder, "fine-foods.csv.gz"));
        ImagesCommand.Write(report, "## fine-foods, 4,000 reviews to learn from and 1,000 to test, split given");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| trainer | seed | accuracy | AUC | log-loss | seconds |");
        ImagesCommand.Write(report, "|---|---|---|---|---|---|");
        foreach (int seed in new[] { 1, 2, 3 })
        {
            var ml = new MLContext(seed);
            var words = ml.Transforms.Text.NormalizeText("Text", keepPunctuations: false, keepNumbers: false)
                .Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Text"))
                .Append(ml.Transforms.Conversion.MapValueToKey("Features", "Words"));
            Text(report, ml, reviews, $"Lstm | {seed}", words.Append(ml.BinaryClassification.Trainers.Lstm(new LstmOptions { Seed = seed })));
        }

        var linear = new MLContext(1);
        var bags = linear.Transforms.Text.FeaturizeText("Features", "Text");
        Text(report, linear, reviews, "L-BFGS on FeaturizeText | 1", bags.Append(linear.BinaryClassification.Trainers.LbfgsLogisticRegression()));
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "scikit-learn's tf-idf with logistic regression gets 0.805 on this split.");
        ImagesCommand.Write(report, "");
    }

    private static void Text(StringBuilder report, MLContext ml, Review[] reviews, string name, IEstimator<ITransformer> pipeline)
    {
        var clock = Stopwatch.StartNew();
        ITransformer model = pipeline.Fit(ml.Data.LoadFromEnumerable(reviews.Where(review => review.IsTrain)));
        double seconds = clock.Elapsed.TotalSeconds;
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(reviews.Where(review => !review.IsTrain))));
        ImagesCommand.Write(
            report, $"| {name} | {metrics.Accuracy:F4} | {metrics.AreaUnderRocCurve:F4} | {metrics.LogLoss:F3} | {seconds:F1} |");
    }

    private static void Fold<T>(
        StringBuilder report, MLContext ml, string name, int rows, IDataView data, IEstimator<T> before, RecurrentCell cell)
        where T : class, ITransformer
    {
        var clock = Stopwatch.StartNew();
        var pipeline = before.Append(ml.MulticlassClassification.Trainers.Lstm(new LstmOptions { Cell = cell, Seed = 1 }));
        var folds = ml.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 5, seed: 1);
        double seconds = clock.Elapsed.TotalSeconds / folds.Count;
        (double mean, double worst) = (folds.Average(fold => fold.Metrics.MicroAccuracy), folds.Min(fold => fold.Metrics.MicroAccuracy));
        ImagesCommand.Write(report, $"| {name} | {rows} | {cell} | {mean:F4} | {worst:F4} | 0.95 | {seconds:F1} |");
    }

    /// <summary>Rows of 60 nucleotides, each given as three bits, of which at most one is set.</summary>
    private static Splice[] ReadGenes(string file) =>
    [
        .. Lines(file).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(',')).Select(fields => new Splice
        {
            Name = fields[^1],
            Nucleotides = [.. Enumerable.Range(0, Nucleotides).Select(i => string.Concat(fields.Skip(i * BitsEach).Take(BitsEach)))],
        }),
    ];

    private static Review[] ReadReviews(string file)
    {
        var rows = new List<Review>();
        foreach (string line in Lines(file))
        {
            int first = line.IndexOf(',', StringComparison.Ordinal);
            int last = line.LastIndexOf(',');
            int middle = line.LastIndexOf(',', last - 1);
            rows.Add(new Review
            {
                Text = line[(first + 1)..middle].Trim('"'),
                Label = line[(middle + 1)..last].Trim('"') == "great",
                IsTrain = line[(last + 1)..].Trim('"') == "train",
            });
        }

        return [.. rows];
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private sealed class Splice
    {
        public string Name { get; set; } = "";

        public string[] Nucleotides { get; set; } = [];
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }

        public bool IsTrain { get; set; }
    }
}
