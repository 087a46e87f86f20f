using MLNetDeep.Networks;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Writes one layer.</summary>
/// <param name="layer">What it does.</param>
/// <param name="at">Where it stands.</param>
/// <returns>Its output: shape [rows, …output shape].</returns>
internal delegate string LayerEmitter<in TLayer>(TLayer layer, LayerSite at) where TLayer : LayerSpec;

/// <summary>How each kind of layer is written. A new layer has a line in one of the families.</summary>
internal sealed class LayerEmitters
{
    private readonly Dictionary<Type, LayerEmitter<LayerSpec>> _ofType = [];

    private LayerEmitters()
    {
        InputLayers.AddTo(this);
        DenseLayers.AddTo(this);
        ActivationLayers.AddTo(this);
        EmbeddingLayers.AddTo(this);
        EnsembleLayers.AddTo(this);
        ConvolutionLayers.AddTo(this);
        PoolLayers.AddTo(this);
        NormalizationLayers.AddTo(this);
        RecurrentLayers.AddTo(this);
        StepLayers.AddTo(this);
        DecoderLayer.AddTo(this);
        WindowLayers.AddTo(this);
    }

    public static LayerEmitters All { get; } = new();

    public IEnumerable<Type> Types => _ofType.Keys;

    public void Add<TLayer>(LayerEmitter<TLayer> emit) where TLayer : LayerSpec =>
        _ofType.Add(typeof(TLayer), (layer, at) => emit((TLayer)layer, at));

    /// <summary>Writes a layer.</summary>
    /// <exception cref="NotSupportedException">There is no way to.</exception>
    public string Emit(LayerSpec layer, LayerSite at) => _ofType.TryGetValue(layer.GetType(), out var emit)
        ? emit(layer, at)
        : throw new NotSupportedException($"Layer {at.Graph.Scope} ({layer.Describe()}) cannot be written as ONNX: its kind is not known.");
}
