using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Tasks;

/// <summary>Several classes, known by the names in the file.</summary>
internal sealed class MulticlassTask : LearningTask
{
    public override string Name => "multiclass";

    public override DataKind LabelKind => DataKind.String;

    public override IReadOnlyList<string> PlanClasses(ColumnProfile label, string file)
    {
        if (label.DistinctCount == 1)
            throw OneValue(label, file);
        if (label.DistinctCount > ColumnProfile.MaximumCategoryCount)
            throw new CliException($"Label column '{label.Name}' of '{file}' has {label.DistinctText} classes, and at most " +
                $"{ColumnProfile.MaximumCategoryCount:N0} can be learnt.");
        return label.Counts.Keys.Order(StringComparer.Ordinal).ToArray();
    }

    public override IEstimator<ITransformer> MapLabel(MLContext ml, string label, IReadOnlyList<string> classes) =>
        ml.Transforms.Conversion.MapValueToKey(label, label, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);

    public override DeepTask DeepTask => DeepTask.MulticlassClassification;

    public override SweepablePipeline Candidates(AutoCatalog auto, string label, string features, ClassicalChoice choice) =>
        auto.MulticlassClassificationWithDeep(
            label, features, useMlp: false, useFastTree: choice.FastTree, useFastForest: choice.FastForest, useLbfgs: choice.Lbfgs,
            useSdca: choice.Sdca);

    public override DeepTrainer Mlp(MLContext ml, MlpOptions options) => ml.MulticlassClassification.Trainers.Mlp(options);

    public override IReadOnlyList<ClassicalTrainer> ClassicalTrainers(MLContext ml, string label, string features) =>
    [
        new("L-BFGS max-ent", ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features), NeedsNormalization: true),
    ];

    public override IEstimator<ITransformer> RestoreLabel(MLContext ml, IReadOnlyList<string> classes) =>
        ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");

    public override ComparisonTask Comparison(string label) => ComparisonTask.Multiclass(label);

    public override string Describe(string label, IReadOnlyList<string> classes) =>
        $"classification of {label} into {classes.Count:N0} classes";
}
