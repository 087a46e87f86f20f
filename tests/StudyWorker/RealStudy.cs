using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace.Option;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep;
using MLNetDeep.AutoML;
using MLNetDeep.Comparison;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>Whether a hand draws a gun or points, from 150 measures of its height: networks and trees, pruned.</summary>
internal static class RealStudy
{
    public static void Run(string storage, int trialCount, string file)
    {
        var ml = new MLContext(1);
        ml.Auto().CreateStudy(new StudyOptions
        {
            Name = "gunpoint",
            Pipeline = ml.Transforms.NormalizeMeanVariance("Features", "Heights").Append(Network(), Trees()),
            Data = ml.Data.LoadFromEnumerable(Read(file)),
            Task = ComparisonTask.Binary(),
            FoldCount = 3,
            TrialCount = trialCount,
            // Two processes of one worker each: trials must not depend on who was quicker.
            ProposalDelay = 2,
            Pruner = new WorseThanMost(),
            Storage = storage,
            // Workers are killed far more often than a trial could be what kills them.
            StorageOptions = new StudyStorageOptions { MaximumAttempts = 1_000 },
            Progress = new BeginningPrinter(),
        }).Work();
    }

    private static SweepableEstimator Network() => new(
        (context, parameter) => context.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            HiddenSizes = [parameter["width"].AsType<int>()],
            LearningRate = parameter["rate"].AsType<double>(),
            MaximumEpochCount = 6,
            ValidationFraction = 0,
            NumericEmbedding = null,
        }),
        new SearchSpace { ["width"] = new UniformIntOption(2, 32, true, 8), ["rate"] = new UniformDoubleOption(1e-4, 0.1, true, 0.01) });

    private static SweepableEstimator Trees() => new(
        (context, parameter) => context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfLeaves = parameter["leaves"].AsType<int>(),
            NumberOfTrees = 20,
            MinimumExampleCountPerLeaf = 5,
            NumberOfThreads = 1,
        }),
        new SearchSpace { ["leaves"] = new UniformIntOption(2, 16, true, 4) });

    private static IEnumerable<Row> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine(); // the header
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            yield return new Row
            {
                Label = fields[0] == "\"1\"",
                Heights = [.. fields.Skip(1).Select(field => float.Parse(field, CultureInfo.InvariantCulture))],
            };
        }
    }

    /// <summary>Ends a trial whose newest value is worse than those of three in four others at the same point.</summary>
    private sealed record WorseThanMost : Pruner
    {
        public override string? FindReason(PruningQuestion question)
        {
            if (question.IsFoldEnd || question.Trial.Epochs is not [.., var newest])
                return null;
            var others = question.Others.SelectMany(other => other.Epochs)
                .Where(epoch => (epoch.Fold, epoch.Epoch) == (newest.Fold, newest.Epoch)).ToList();
            return others.Count >= 4 && others.Count(epoch => epoch.Value > newest.Value) * 4 > others.Count * 3
                ? $"worse than most in epoch {newest.Epoch} of fold {newest.Fold}"
                : null;
        }
    }

    /// <summary>Tells of trials that begin, at once.</summary>
    private sealed class BeginningPrinter : IProgress<StudyProgress>
    {
        private int _last = -1;

        public void Report(StudyProgress value)
        {
            if (value.Latest is not { IsFinished: false } trial || trial.Number == _last)
                return;
            _last = trial.Number;
            Console.WriteLine($"begins {trial.Number}");
        }
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(150)]
        public float[] Heights { get; set; } = [];
    }
}
