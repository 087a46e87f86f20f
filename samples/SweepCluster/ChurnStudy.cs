using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using MLNetDeep;
using MLNetDeep.AutoML;
using MLNetDeep.Comparison;

/// <summary>Who will leave? A small study, the same on every silo.</summary>
internal static class ChurnStudy
{
    public const int TrialCount = 24;

    public static Study Create()
    {
        var ml = new MLContext(seed: 1);
        var file = new TextLoader.Options { HasHeader = true, Separators = [','], AllowQuoting = true, MissingRealsAsNaNs = true };
        file.Columns = [new("Label", DataKind.Boolean, 0), new("Text", DataKind.String, [new(7, 15), new(17)]),
            new("Numbers", DataKind.Single, [new(1, 6), new(16), new(18, 19)])];
        var features = ml.Transforms.Categorical.OneHotEncoding("Text").Append(ml.Transforms.Concatenate("Features", "Text", "Numbers"))
            .Append(ml.Transforms.ReplaceMissingValues("Features"));
        return ml.Auto().CreateStudy(new StudyOptions
        {
            Name = "churn",
            Pipeline = features.Append(
                ml.Auto().CreateSweepableEstimator<TreeSettings>((context, s) => context.BinaryClassification.Trainers.FastTree(
                    numberOfLeaves: s.Leaves, numberOfTrees: 50, learningRate: s.Rate), new SearchSpace<TreeSettings>()),
                ml.Auto().CreateSweepableEstimator<NetworkSettings>((context, s) => context.BinaryClassification.Trainers.Mlp(
                    new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [s.Width], LearningRate = s.Rate }), new SearchSpace<NetworkSettings>())),
            Data = ml.Data.TakeRows(ml.Data.LoadFromTextFile("telco-churn.csv", file), 2000),
            Task = ComparisonTask.Binary(),
            FoldCount = 3,
            TrialCount = TrialCount,
            MaximumEpochCount = 8,
            FinalModel = FinalModel.None,
            Storage = "churn.study",
        });
    }
}

/// <summary>What is searched of boosted trees.</summary>
internal sealed class TreeSettings
{
    [Range(4, 64, 20)]
    public int Leaves { get; set; }

    [Range(0.02, 0.5, 0.2, true)]
    public double Rate { get; set; }
}

/// <summary>What is searched of a network with one hidden layer.</summary>
internal sealed class NetworkSettings
{
    [Range(8, 128, 64)]
    public int Width { get; set; }

    [Range(0.0005, 0.05, 0.005, true)]
    public double Rate { get; set; }
}
