using System.Reflection;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>Training that goes on from a fitted model: its inputs, its labels and its weights, on other rows.</summary>
internal static class WarmStart
{
    private const string Owner = "DeepTrainerOptions.InitialModel";

    /// <summary>What was known of the model's own rows, so that a recipe chooses as it did for them.</summary>
    public static DataSummary Summary(DeepModel model, DataSummary data) =>
        data with { RowCount = model.Training.Data.TrainingRowCount + model.Training.Data.ValidationRowCount };

    /// <summary>Refuses data that the model was not made for.</summary>
    /// <exception cref="ArgumentException">Task, architecture, label or inputs differ; the message says all that do.</exception>
    public static void Check(DeepModel model, string architecture, LearningTask task, DataViewSchema.Column label, InputColumns inputs)
    {
        var wrong = new List<string>();
        Compare("architecture", model.Training.Architecture, architecture);
        if (!task.Continues(model.Task))
            Compare("task", model.Task, task.Name);
        IReadOnlyList<CategorySpec> categories = (model.Network.Layers[0] as InputNormalizationSpec)?.Categories ?? [];
        if (!model.Network.Layers[0].MustBeFirst)
            wrong.Add("its first layer is no input normalisation");
        Compare("number of features", model.Network.InputWidth - categories.Count, inputs.FeatureCount);
        Compare(
            "categories", NetworkSpec.Format([.. categories.Select(category => category.ValueCount)]), NetworkSpec.Format(inputs.ValueCounts));

        if (model.Head.Mismatch(label) is { } mismatch)
            wrong.Add(mismatch);
        if (wrong.Count > 0)
            throw new ArgumentException($"{Owner} must be a model of the same shape as the data and options: {string.Join("; ", wrong)}.");

        void Compare<T>(string what, T its, T ours)
        {
            if (!Equals(its, ours))
                wrong.Add($"its {what} is {its}, here it is {ours}");
        }
    }

    /// <summary>
    /// The network to train: the one that the options describe, whose dropout may differ, if the model's numbers fit into it; or the
    /// model's own, if the same options describe it, since a recipe may look at rows that are not there any more.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="described">What the options describe for its encoding.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The layers differ; the message names them.</exception>
    public static NetworkSpec Network(DeepModel model, NetworkSpec described, DeepTrainerOptions options)
    {
        if (HasSameTensors(model.Network, described))
            return described;
        if (IsDescribedAlike(model, options))
            return model.Network;
        string its = string.Join(", ", Differing(model.Network, described));
        string ours = string.Join(", ", Differing(described, model.Network));
        throw new ArgumentException(
            $"{Owner} must have the layers that the options describe: it has {(its.Length > 0 ? its : "none")} "
            + $"where the options have {(ours.Length > 0 ? ours : "none")}.");
    }

    private static bool HasSameTensors(NetworkSpec one, NetworkSpec other) => one.Tensors.SequenceEqual(other.Tensors);

    private static IEnumerable<string> Differing(NetworkSpec network, NetworkSpec other) => network.Tensors
        .Where(tensor => !other.Tensors.Any(theirs => theirs.Name == tensor.Name && theirs.Shape.SequenceEqual(tensor.Shape)))
        .Select(tensor => $"{tensor.Name} {NetworkSpec.Format(tensor.Shape)}");

    /// <summary>Whether the architecture's own options are those that the model was trained with.</summary>
    private static bool IsDescribedAlike(DeepModel model, DeepTrainerOptions options)
    {
        JsonElement ours = JsonSerializer.SerializeToElement(options, options.GetType(), ModelJson.Options);
        return options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(property => options.DescribesNetwork(property.Name))
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
            .Where(name => ours.TryGetProperty(name, out _))
            .All(name => model.Training.Options.TryGetProperty(name, out JsonElement then)
                && JsonElement.DeepEquals(then, ours.GetProperty(name)));
    }
}
