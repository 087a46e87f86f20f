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

    public static ModelParts Write(DeepModel model, string featureColumnName)
    {
        var network = new JsonObject
        {
            ["task"] = model.Task,
            ["head"] = model.Head.ToJson(),
            ["network"] = JsonNode.Parse(model.Network.ToJson()),
        };
        return new ModelParts(featureColumnName, new Dictionary<string, byte[]>
        {
            [NetworkFile] = Encoding.UTF8.GetBytes(network.ToJsonString(ModelJson.Options)),
            [WeightsFile] = SafeTensors.Write(model.Network.Tensors, model.Tensors),
            [TrainingFile] = JsonSerializer.SerializeToUtf8Bytes(model.Training, ModelJson.Options),
        });
    }

    /// <exception cref="FormatException">A part is missing or does not make sense; the message names it.</exception>
    public static DeepModel Read(ModelParts parts)
    {
        var (network, head) = Guard(NetworkFile, () => ReadNetwork(parts.File(NetworkFile)));
        var tensors = Guard(WeightsFile, () => SafeTensors.Read(network.Tensors, parts.File(WeightsFile)));
        var training = Guard(TrainingFile, () => JsonSerializer.Deserialize<TrainingRecord>(parts.File(TrainingFile), ModelJson.Options)
            ?? throw new FormatException("it is empty"));
        return Guard(NetworkFile, () => new DeepModel(network, tensors, head, training));
    }

    private static (NetworkSpec Network, TaskHead Head) ReadNetwork(byte[] file)
    {
        var json = JsonSerializer.Deserialize<JsonObject>(file, ModelJson.Options) ?? throw new FormatException("it is empty");
        var task = LearningTask.ByName(json.Required<string>("task"));
        var network = NetworkSpec.FromJson(json.Required<JsonObject>("network").ToJsonString(ModelJson.Options));
        return (network, task.ReadHead(json.Required<JsonObject>("head")));
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
