using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep.Persistence;

/// <summary>Turns a model into parts that other tools can read, and back.</summary>
internal static class ModelFormat
{
    private const string NetworkFile = "network.json";
    private const string WeightsFile = "weights.safetensors";
    private const string TrainingFile = "training.json";

    private const string CategoriesMember = "categoricalColumns";

    public static ModelParts Write(DeepModel model, InputColumns inputs)
    {
        var network = new JsonObject
        {
            ["task"] = model.Task,
            ["head"] = model.Head.ToJson(),
            [CategoriesMember] = new JsonArray([.. inputs.CategoryNames.Select(name => JsonValue.Create(name))]),
            ["network"] = JsonNode.Parse(model.Network.ToJson()),
        };
        return new ModelParts(inputs.FeatureColumnName ?? "", new Dictionary<string, byte[]>
        {
            [NetworkFile] = Encoding.UTF8.GetBytes(network.ToJsonString(ModelJson.Options)),
            [WeightsFile] = SafeTensors.Write(model.Network.Tensors, model.Tensors),
            [TrainingFile] = JsonSerializer.SerializeToUtf8Bytes(model.Training, ModelJson.Options),
        });
    }

    /// <exception cref="FormatException">A part is missing or does not make sense; the message names it.</exception>
    public static (DeepModel Model, InputColumns Inputs) Read(ModelParts parts)
    {
        var (network, head, inputs) = Guard(NetworkFile, () => ReadNetwork(parts));
        var tensors = Guard(WeightsFile, () => SafeTensors.Read(network.Tensors, parts.File(WeightsFile)));
        var training = Guard(TrainingFile, () => JsonSerializer.Deserialize<TrainingRecord>(parts.File(TrainingFile), ModelJson.Options)
            ?? throw new FormatException("it is empty"));
        return (Guard(NetworkFile, () => new DeepModel(network, tensors, head, training)), inputs);
    }

    private static (NetworkSpec Network, TaskHead Head, InputColumns Inputs) ReadNetwork(ModelParts parts)
    {
        var json = JsonSerializer.Deserialize<JsonObject>(parts.File(NetworkFile), ModelJson.Options)
            ?? throw new FormatException("it is empty");
        var task = LearningTask.ByName(json.Required<string>("task"));
        var network = NetworkSpec.FromJson(json.Required<JsonObject>("network").ToJsonString(ModelJson.Options));
        return (network, task.ReadHead(json.Required<JsonObject>("head")), ReadInputs(parts.FeatureColumnName, json, network));
    }

    /// <summary>Version 1 had a feature vector only.</summary>
    private static InputColumns ReadInputs(string featureColumnName, JsonObject json, NetworkSpec network)
    {
        var names = json.ContainsKey(CategoriesMember) ? json.Required<string[]>(CategoriesMember) : [];
        var categories = (network.Layers[0] as InputNormalizationSpec)?.Categories ?? [];
        if (names.Length != categories.Count)
            throw new FormatException($"it names {names.Length} categorical columns, but the network has {categories.Count}");
        var featureCount = network.InputWidth - categories.Count;
        if (featureColumnName == "" && featureCount > 0)
            throw new FormatException($"the network takes {featureCount} numeric features, but no feature column is named");
        return new InputColumns(
            featureColumnName == "" ? null : featureColumnName, featureCount, names, [.. categories.Select(category => category.ValueCount)]);
    }

    /// <summary>Names the part in whatever reading it runs into.</summary>
    private static T Guard<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException
                                            or OverflowException)
        {
            throw ModelParts.Broken(part, $"does not make sense ({error.Message.TrimEnd('.')})", error);
        }
    }
}
