using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Tasks;

namespace MLNetDeep.Cli.Models;

/// <summary>The candidates of a sweep on a table, each behind the featurisation that it wants.</summary>
internal sealed class SweepPipeline
{
    public const string Mlp = "mlp";

    private const string Schema = "_SCHEMA_";

    private readonly Dictionary<string, string> _names = [];

    /// <param name="ml">The context.</param>
    /// <param name="plan">The table.</param>
    /// <param name="trainers">The candidates by their names.</param>
    /// <param name="options">What is not swept of the MLP; columns are filled in.</param>
    public SweepPipeline(MLContext ml, DataPlan plan, IReadOnlyList<string> trainers, MlpOptions options)
    {
        var data = new DataPipeline(ml, plan);
        SweepablePipeline? all = null;
        var ways = new List<string>();
        foreach (string name in trainers)
        {
            var parts = name == Mlp
                ? [Fixed(data.MlpFeatures()), ml.Auto().Mlp(plan.Task.DeepTask, data.WithColumns(options))]
                : Classical(ml, plan.Task, data, name);
            int first = all?.Estimators.Count ?? 0;
            all = all is null ? parts[0].Append(parts[1]) : all.Append(parts[0]).Append(parts[1]);
            all = parts[2..].Aggregate(all, (done, part) => done.Append(part));
            string[] keys = [.. parts.Select((_, i) => $"e{first + i}")];
            ways.Add($"({string.Join(" * ", keys)})");
            _names[keys[^1]] = name;
        }

        // Estimators are numbered in this order; which of them follow each other, the schema says.
        Pipeline = all!.BuildSweepableEstimatorPipeline(string.Join(" + ", ways));
    }

    /// <summary>The names of all candidates.</summary>
    public static IReadOnlyList<string> AllTrainers { get; } = [Mlp, "fasttree", "fastforest", "lbfgs", "sdca"];

    public SweepablePipeline Pipeline { get; }

    /// <summary>The trainer of a setting, and its own part of the setting.</summary>
    public (string Name, Parameter Part) TrainerOf(Parameter setting)
    {
        string schema = setting[Schema].AsType<string>();
        string key = schema[schema.LastIndexOf('e')..].TrimEnd(')');
        return (_names[key], setting[key]);
    }

    /// <summary>The candidates that a task has when the user names none.</summary>
    public static IReadOnlyList<string> UsualTrainers(LearningTask task) =>
        // Poisson regression wants labels that are not negative: it has to be asked for.
        task is RegressionTask ? [.. AllTrainers.Where(name => name != "lbfgs")] : AllTrainers;

    /// <summary>An option's name with the trainer's instead of the estimator's key.</summary>
    public string NameOf(string option)
    {
        string[] parts = option.Split('.', 2);
        return option == Schema ? "trainer" : parts.Length == 2 && _names.TryGetValue(parts[0], out var name) ? $"{name}.{parts[1]}" : option;
    }

    private static SweepableEstimator[] Classical(MLContext ml, LearningTask task, DataPipeline data, string name)
    {
        var choice = new ClassicalChoice(name == "fasttree", name == "fastforest", name == "lbfgs", name == "sdca");
        var candidates = task.Candidates(ml.Auto(), data.LabelColumnName, DataPipeline.FeatureColumnName, choice);
        var features = Fixed(data.ClassicalFeatures());
        var trainer = candidates.Estimators.Values.Single();
        return choice.Lbfgs || choice.Sdca ? [features, Fixed(data.Normalization()), trainer] : [features, trainer];
    }

    /// <summary>An estimator without anything to choose.</summary>
    private static SweepableEstimator Fixed(IEstimator<ITransformer> estimator) =>
        new((_, _) => estimator, new Microsoft.ML.SearchSpace.SearchSpace());
}
