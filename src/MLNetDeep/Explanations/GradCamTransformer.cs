using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Explanations;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.RowMapping;

namespace MLNetDeep;

/// <summary>Adds maps of the places of an image or a signal that speak for a class.</summary>
/// <remarks>
/// The column is a float vector of dimensions height × width, or of the length of a signal: the layer's channels, weighed by the mean
/// gradient of the class's output (Grad-CAM, arXiv:1610.02391), without what is below 0, stretched to the input's size between the middles
/// of its pixels. For the layer in front of a global pool with a linear layer behind it this is the class activation map
/// (arXiv:1512.04150), which is computed in plain C#; other layers need libtorch.
/// </remarks>
public sealed partial class GradCamTransformer : RowTransformer
{
    private const string OptionsFile = "grad-cam.json";

    private readonly InputColumns _inputs;
    private readonly ClassMap _map;
    private readonly Grid _target;

    internal GradCamTransformer(string outputColumnName, DeepModel model, InputColumns inputs, GradCamOptions options)
    {
        OutputColumnName = outputColumnName;
        Model = model;
        Options = options;
        _inputs = inputs;
        _map = ClassMap.Of(model, options);
        _target = Grid.Of(model.Network.GetOutputShape(0));
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column that the images or signals are read from.</summary>
    public string InputColumnName => _inputs.FeatureColumnName!;

    /// <summary>The trained network.</summary>
    public DeepModel Model { get; }

    /// <summary>What was asked for.</summary>
    public GradCamOptions Options { get; }

    /// <summary>The layer that is looked at, by its place.</summary>
    public string LayerName => _map.Layer.Name;

    internal InputColumns Inputs => _inputs;

    private protected override RowFunction Bind(DataViewSchema inputSchema)
    {
        var bound = _inputs.Bind(inputSchema);
        int[] dimensions = _target.IsSignal ? [_target.Width] : [_target.Height, _target.Width];
        DataViewSchema.DetachedColumn output = new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, dimensions));
        return new RowFunction(
            inputSchema, [.. bound.All], [output], row => new GradCamValues(_map, _target, Options.IsNormalized, bound, row));
    }

    private protected override ModelParts ToParts()
    {
        var json = new JsonObject
        {
            ["outputColumnName"] = OutputColumnName,
            ["options"] = JsonSerializer.SerializeToNode(Options, ModelJson.Options),
        };
        return ModelFormat.Write(Model, _inputs).With(OptionsFile, JsonSerializer.SerializeToUtf8Bytes(json, ModelJson.Options));
    }

    private static GradCamTransformer Read(ModelParts parts)
    {
        var (model, inputs) = ModelFormat.Read(parts);
        return ModelFormat.Guard(OptionsFile, () =>
        {
            var json = ModelJson.ReadObject(parts.File(OptionsFile));
            return new GradCamTransformer(json.RequiredName("outputColumnName"), model, inputs, json.Required<GradCamOptions>("options"));
        });
    }
}
