using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Tasks;

/// <summary>Two classes. The second class name is the positive one, whose probability is predicted.</summary>
internal sealed class BinaryTask : LearningTask
{
    private static readonly string[] PositiveWords = ["yes", "true", "1", "y", "t", "positive", "pos"];

    public override string Name => "binary";

    public override DataKind LabelKind => DataKind.String;

    public override IReadOnlyList<string> PlanClasses(ColumnProfile label, string file)
    {
        if (label.DistinctCount == 1)
            throw OneValue(label, file);
        if (label.DistinctCount != 2)
            throw new CliException($"Label column '{label.Name}' of '{file}' has {label.DistinctText} distinct values, and a binary " +
                "label has two: use --task multiclass or --task regression.");
        var names = label.Counts.Keys.Order(StringComparer.Ordinal).ToArray();
        return IsPositive(label, names[0], names[1]) ? [names[1], names[0]] : names;
    }

    public override IEstimator<ITransformer> MapLabel(MLContext ml, string label, IReadOnlyList<string> classes) =>
        ml.Transforms.Conversion.MapValue(label, [new KeyValuePair<string, bool>(classes[0], false), new(classes[1], true)], label);

    public override DeepTask DeepTask => DeepTask.BinaryClassification;

    public override SweepablePipeline Candidates(AutoCatalog auto, string label, string features, ClassicalChoice choice) =>
        auto.BinaryClassificationWithDeep(
            label, features, useMlp: false, useFastTree: choice.FastTree, useFastForest: choice.FastForest, useLbfgs: choice.Lbfgs,
            useSdca: choice.Sdca);

    public override DeepTrainer Mlp(MLContext ml, MlpOptions options) => ml.BinaryClassification.Trainers.Mlp(options);

    public override IReadOnlyList<ClassicalTrainer> ClassicalTrainers(MLContext ml, string label, string features) =>
    [
        new("FastTree", ml.BinaryClassification.Trainers.FastTree(label, features), NeedsNormalization: false),
        new("L-BFGS logistic", ml.BinaryClassification.Trainers.LbfgsLogisticRegression(label, features), NeedsNormalization: true),
    ];

    public override IEstimator<ITransformer> RestoreLabel(MLContext ml, IReadOnlyList<string> classes) =>
        ml.Transforms.Conversion.MapValue(
            "PredictedLabel", [new KeyValuePair<bool, string>(false, classes[0]), new(true, classes[1])], "PredictedLabel");

    public override ComparisonTask Comparison(string label) => ComparisonTask.Binary(label);

    public override string Describe(string label, IReadOnlyList<string> classes) =>
        $"binary classification of {label}: '{classes[1]}' (positive) or '{classes[0]}'";

    // A word that says yes; failing that the rarer class, which is mostly the one of interest; failing that the later name.
    private static bool IsPositive(ColumnProfile label, string first, string second)
    {
        var (firstSaysYes, secondSaysYes) = (SaysYes(first), SaysYes(second));
        return firstSaysYes != secondSaysYes ? firstSaysYes : label.Counts[first] < label.Counts[second];
    }

    private static bool SaysYes(string name) => PositiveWords.Contains(name, StringComparer.OrdinalIgnoreCase);
}
