using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Tasks;

/// <summary>A number.</summary>
internal sealed class RegressionTask : LearningTask
{
    public override string Name => "regression";

    public override DataKind LabelKind => DataKind.Single;

    public override IReadOnlyList<string> PlanClasses(ColumnProfile label, string file)
    {
        if (!label.IsNumeric)
            throw new CliException($"Label column '{label.Name}' of '{file}' holds text ('{label.FirstText.Text}' in row " +
                $"{label.FirstText.Row:N0}), and regression needs numbers: use --task multiclass.");
        if (label.FirstInfiniteRow > 0)
            throw new CliException($"Label column '{label.Name}' of '{file}' is infinite in row {label.FirstInfiniteRow:N0}.");
        return label.DistinctCount > 1 ? [] : throw OneValue(label, file);
    }

    public override IEstimator<ITransformer>? MapLabel(MLContext ml, string label, IReadOnlyList<string> classes) => null;

    public override DeepTask DeepTask => DeepTask.Regression;

    public override SweepablePipeline Candidates(AutoCatalog auto, string label, string features, ClassicalChoice choice) =>
        auto.RegressionWithDeep(
            label, features, useMlp: false, useFastTree: choice.FastTree, useFastForest: choice.FastForest, useLbfgs: choice.Lbfgs,
            useSdca: choice.Sdca);

    public override DeepTrainer Mlp(MLContext ml, MlpOptions options) => ml.Regression.Trainers.Mlp(options);

    public override IReadOnlyList<ClassicalTrainer> ClassicalTrainers(MLContext ml, string label, string features) =>
    [
        new("FastTree", ml.Regression.Trainers.FastTree(label, features), NeedsNormalization: false),
    ];

    public override IEstimator<ITransformer>? RestoreLabel(MLContext ml, IReadOnlyList<string> classes) => null;

    public override ComparisonTask Comparison(string label) => ComparisonTask.Regression(label);

    public override string Describe(string label, IReadOnlyList<string> classes) => $"regression of {label}";
}
