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

    // In place of one network, an ensemble has these members in network.json and in training.json.
    private const string MembersMember = "members";
    private const string OutOfFoldMember = "outOfFoldMetrics";

    public static ModelParts Write(DeepModel model, InputColumns inputs)
    {
        var network = new JsonObject
        {
            ["task"] = model.Task,
            ["head"] = model.Head.ToJson(),
            [CategoriesMember] = new JsonArray([.. inputs.CategoryNames.Select(name => JsonValue.Create(name))]),
        };
        var training = JsonSerializer.SerializeToNode(model.Training, ModelJson.Options)!.AsObject();
        if (model.IsEnsemble)
        {
            network[MembersMember] = new JsonArray(
                [.. model.Members.Select(member => new JsonObject { ["head"] = member.Head.ToJson(), ["network"] = ToJson(member) })]);
            training[MembersMember] = JsonSerializer.SerializeToNode(model.Members.Select(member => member.Training), ModelJson.Options);
            training[OutOfFoldMember] = JsonSerializer.SerializeToNode(model.OutOfFoldMetrics, ModelJson.Options);
        }
        else
        {
            network["network"] = ToJson(model);
        }
        return new ModelParts(inputs.FeatureColumnName ?? "", new Dictionary<string, byte[]>
        {
            [NetworkFile] = Encoding.UTF8.GetBytes(network.ToJsonString(ModelJson.Options)),
            [WeightsFile] = model.IsEnsemble
                ? SafeTensors.Write(
                    TensorsOf(model.Members.Select(member => member.Network)), [.. model.Members.SelectMany(member => member.Tensors)])
                : SafeTensors.Write(model.Network.Tensors, model.Tensors),
            [TrainingFile] = Encoding.UTF8.GetBytes(training.ToJsonString(ModelJson.Options)),
        });
    }

    /// <exception cref="FormatException">A part is missing or does not make sense; the message names it.</exception>
    public static (DeepModel Model, InputColumns Inputs) Read(ModelParts parts)
    {
        var json = Guard(NetworkFile, () => ModelJson.ReadObject(parts.File(NetworkFile)));
        var task = Guard(NetworkFile, () => LearningTask.ByName(json.Required<string>("task")));
        var training = Guard(TrainingFile, () => ModelJson.ReadObject(parts.File(TrainingFile)));
        var record = Guard(TrainingFile, () => Check(training.Deserialize<TrainingRecord>(ModelJson.Options)!));
        if (json.ContainsKey(MembersMember))
            return ReadEnsemble(parts, json, task, training, record);
        var (network, head, inputs) = Guard(NetworkFile, () => ReadNetwork(json, json, parts, task));
        var tensors = Guard(WeightsFile, () => SafeTensors.Read(network.Tensors, parts.File(WeightsFile)));
        return (Guard(NetworkFile, () => new DeepModel(network, tensors, head, record)), inputs);
    }

    private static (DeepModel Model, InputColumns Inputs) ReadEnsemble(
        ModelParts parts, JsonObject json, LearningTask task, JsonObject training, TrainingRecord record)
    {
        var networks = Guard(NetworkFile, () => json.Required<JsonObject[]>(MembersMember) is { Length: > 0 } members
            ? members.Select(member => ReadNetwork(member, json, parts, task)).ToArray()
            : throw new FormatException("the ensemble has no member"));
        var tensors = Guard(WeightsFile, () => SafeTensors.Read(
            TensorsOf(networks.Select(member => member.Network)), parts.File(WeightsFile)));
        var records = Guard(TrainingFile, () =>
            training.Required<TrainingRecord[]>(MembersMember) is var given && given.Length == networks.Length
                ? Array.ConvertAll(given, Check)
                : throw new FormatException($"there are {given.Length} records of {networks.Length} members"));
        var metrics = Guard(TrainingFile, () => training[OutOfFoldMember].Deserialize<Dictionary<string, double>>(ModelJson.Options));
        var model = Guard(NetworkFile, () =>
        {
            var members = new DeepModel[networks.Length];
            var start = 0;
            for (var member = 0; member < members.Length; member++)
            {
                var (network, head, _) = networks[member];
                members[member] = new DeepModel(network, tensors[start..(start + network.ElementCount)], head, records[member]);
                start += network.ElementCount;
            }
            return new DeepModel(members, task.ReadHead(json.Required<JsonObject>("head")), record) { OutOfFoldMetrics = metrics };
        });
        return (model, networks[0].Inputs);
    }

    private static JsonNode ToJson(DeepModel model) => JsonNode.Parse(model.Network.ToJson())!;

    /// <summary>The tensors of all members one behind the other, each named after its member: <c>members.0.1.weight</c>.</summary>
    private static List<TensorSpec> TensorsOf(IEnumerable<NetworkSpec> members)
    {
        var all = new List<TensorSpec>();
        var start = 0;
        foreach (var (number, network) in members.Index())
        {
            foreach (var tensor in network.Tensors)
                all.Add(tensor with { Name = $"{MembersMember}.{number}.{tensor.Name}", Offset = start + tensor.Offset });
            start += network.ElementCount;
        }
        return all;
    }

    private static TrainingRecord Check(TrainingRecord record)
    {
        if (record.History.BestEpoch < 1 || record.History.BestEpoch > record.History.Epochs.Count)
        {
            throw new FormatException(
                $"the best epoch is number {record.History.BestEpoch}, but there are {record.History.Epochs.Count} epochs");
        }
        return record.Versions.Values.Any(version => version is null) ? throw new FormatException("a version is null") : record;
    }

    /// <summary>Reads the network and the head of a model or of one member; the columns are those of the whole model.</summary>
    private static (NetworkSpec Network, TaskHead Head, InputColumns Inputs) ReadNetwork(
        JsonObject json, JsonObject whole, ModelParts parts, LearningTask task)
    {
        var network = NetworkJson.Read(json.Required<JsonObject>("network"));
        return (network, task.ReadHead(json.Required<JsonObject>("head")), ReadInputs(parts.FeatureColumnName, whole, network));
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
            featureColumnName == "" ? null : featureColumnName, featureCount, names, [.. categories.Select(category => category.ValueCount)])
        {
            Sequence = network.Layers[0] as SequenceInputSpec,
        };
    }

    /// <summary>Names the part in whatever reading it runs into.</summary>
    public static T Guard<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException
                                            or OverflowException or NotSupportedException)
        {
            throw ModelParts.Broken(part, $"does not make sense ({error.Message.TrimEnd('.')})", error);
        }
    }
}
