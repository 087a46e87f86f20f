using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Tasks;

/// <summary>Everything that differs between learning two classes, several classes and a number.</summary>
internal abstract class LearningTask
{
    /// <summary>At most this many distinct integers are taken for classes; more are a number.</summary>
    private const int IntegerClassLimit = 20;

    public static IReadOnlyList<LearningTask> All { get; } = [new BinaryTask(), new MulticlassTask(), new RegressionTask()];

    /// <summary>The word for <c>--task</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How the text loader reads the label.</summary>
    public abstract DataKind LabelKind { get; }

    public static LearningTask Named(string name) => All.First(t => t.Name == name);

    /// <summary>Text, or at most 20 distinct integers, are classes; other numbers are a quantity.</summary>
    public static LearningTask Infer(ColumnProfile label)
    {
        var isClasses = !label.IsNumeric || (label.HasOnlyIntegers && label.DistinctCount <= IntegerClassLimit);
        return Named(!isClasses ? "regression" : label.DistinctCount == 2 ? "binary" : "multiclass");
    }

    /// <summary>Checks that the label column fits and returns its class names in order (none for regression).</summary>
    public abstract IReadOnlyList<string> PlanClasses(ColumnProfile label, string file);

    /// <summary>Turns the label as read into what trainers take; null when it is that already.</summary>
    public abstract IEstimator<ITransformer>? MapLabel(MLContext ml, string label, IReadOnlyList<string> classes);

    public abstract DeepTrainer Mlp(MLContext ml, MlpOptions options);

    /// <summary>The classical trainers a comparison sets beside the MLP.</summary>
    public abstract IReadOnlyList<ClassicalTrainer> ClassicalTrainers(MLContext ml, string label, string features);

    /// <summary>The task as sweeps name it.</summary>
    public abstract DeepTask DeepTask { get; }

    /// <summary>Classical trainers as the candidates of a sweep.</summary>
    public abstract SweepablePipeline Candidates(AutoCatalog auto, string label, string features, ClassicalChoice choice);

    /// <summary>Turns the predicted label back into the words of the file; null when it is that already.</summary>
    public abstract IEstimator<ITransformer>? RestoreLabel(MLContext ml, IReadOnlyList<string> classes);

    public abstract ComparisonTask Comparison(string label);

    /// <summary>One sentence for people on what is learnt.</summary>
    public abstract string Describe(string label, IReadOnlyList<string> classes);

    protected static CliException OneValue(ColumnProfile label, string file) =>
        new($"Label column '{label.Name}' of '{file}' has one value only ('{label.Counts.Keys.First()}'): there is nothing to learn.");
}

/// <summary>A classical trainer and the preparation it usually gets.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Trainer">The trainer.</param>
/// <param name="NeedsNormalization">True when it wants features of one scale.</param>
internal sealed record ClassicalTrainer(string Name, IEstimator<ITransformer> Trainer, bool NeedsNormalization);

/// <summary>Which classical trainers are candidates of a sweep.</summary>
internal sealed record ClassicalChoice(bool FastTree, bool FastForest, bool Lbfgs, bool Sdca);
