using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Explanations;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.RowMapping;
using MLNetDeep.Scoring;

namespace MLNetDeep;

/// <summary>Adds what a layer of a trained network puts out, for instance the features that its output layer sees.</summary>
/// <remarks>
/// The column is a float vector with the dimensions of the layer's output: [features], [height, width, channels] for images or
/// [length, channels] for signals, channels last. It is computed in plain C#, as scores are; no native library is
/// needed. Where the model averages the scores of several views of a row, the features are those of the row itself. What is trained on
/// them may be anything that ML.NET has: a linear model on a few rows, nearest neighbours, a cluster analysis.
/// </remarks>
public sealed partial class DeepFeaturesTransformer : RowTransformer
{
    private const string OptionsFile = "features.json";

    private readonly InputColumns _inputs;
    private readonly ForwardPlan _plan;
    private readonly VectorDataViewType _type;

    internal DeepFeaturesTransformer(string outputColumnName, DeepModel model, InputColumns inputs, string? layerName)
    {
        if (model.IsEnsemble)
            throw new ArgumentException($"DeepFeatures.Model must be a single network, but was an ensemble of {model.Members.Count}.");
        OutputColumnName = outputColumnName;
        Model = model;
        _inputs = inputs;
        NamedLayer layer = Find(model.Network, layerName);
        LayerName = layer.Name;
        var (network, tensors) = Cut(model, layer);
        _plan = ForwardPlan.Compile(network, tensors);
        _type = new VectorDataViewType(NumberDataViewType.Single, layer.OutputShape.ToArray());
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column that the numeric features are read from; the first categorical one when there are only such.</summary>
    public string InputColumnName => _inputs.FeatureColumnName ?? _inputs.CategoryNames[0];

    /// <summary>The trained network.</summary>
    public DeepModel Model { get; }

    /// <summary>The layer whose output is added, by its place: <c>7</c>, or <c>3.branch0.2</c> inside layer 3.</summary>
    public string LayerName { get; }

    internal InputColumns Inputs => _inputs;

    private protected override RowFunction Bind(DataViewSchema inputSchema)
    {
        var bound = _inputs.Bind(inputSchema);
        DataViewSchema.DetachedColumn output = new(OutputColumnName, _type);
        return new RowFunction(inputSchema, [.. bound.All], [output], row => new DeepFeaturesValues(_plan, bound, row));
    }

    private protected override ModelParts ToParts()
    {
        var json = new JsonObject { ["outputColumnName"] = OutputColumnName, ["layerName"] = LayerName };
        return ModelFormat.Write(Model, _inputs).With(OptionsFile, JsonSerializer.SerializeToUtf8Bytes(json, ModelJson.Options));
    }

    private static DeepFeaturesTransformer Read(ModelParts parts)
    {
        var (model, inputs) = ModelFormat.Read(parts);
        return ModelFormat.Guard(OptionsFile, () =>
        {
            var json = ModelJson.ReadObject(parts.File(OptionsFile));
            return new DeepFeaturesTransformer(json.RequiredName("outputColumnName"), model, inputs, json.Required<string>("layerName"));
        });
    }

    private static NamedLayer Find(NetworkSpec network, string? name)
    {
        var layers = NetworkParts.Layers(network);
        var position = OutputLayer.IndexIn(network) - 1;
        if (name is null && position < 0)
            throw new ArgumentException("DeepFeatures.LayerName must be given, because the network has nothing before its output layer.");
        name ??= position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return layers.FirstOrDefault(layer => layer.Name == name) ?? throw new ArgumentException(
            $"DeepFeatures.LayerName must be a layer of the network ({string.Join(", ", layers.Select(layer => layer.Name))}), "
            + $"but was '{name}'.");
    }

    private static (NetworkSpec Network, float[] Tensors) Cut(DeepModel model, NamedLayer layer)
    {
        try
        {
            return NetworkParts.Until(model.Network, model.Tensors, layer.Name);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"DeepFeatures.LayerName must be a layer of its own or inside branches, but was '{layer.Name}': {error.Message}.", error);
        }
    }
}
