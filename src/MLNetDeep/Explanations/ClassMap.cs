using System.Numerics.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Explanations;

/// <summary>Computes the places of a layer's output that speak for a class.</summary>
internal abstract class ClassMap
{
    /// <summary>The default looks for maps of at least so many places in each direction.</summary>
    private const int FinePlaces = 10;

    private readonly int? _classIndex;
    private readonly bool _isBinary;
    private readonly GradCamMethod _method;

    protected ClassMap(DeepModel model, GradCamOptions options, NamedLayer layer)
    {
        Layer = layer;
        Grid = Grid.Of(layer.OutputShape);
        _isBinary = IsBinary(model);
        _classIndex = options.ClassIndex;
        _method = options.Method;
    }

    /// <summary>The layer whose output is looked at.</summary>
    public NamedLayer Layer { get; }

    /// <summary>Shape of its output.</summary>
    public Grid Grid { get; }

    /// <summary>The way to compute maps: in plain C# where the network behind the layer is linear, by libtorch elsewhere.</summary>
    /// <exception cref="ArgumentException">Model and options do not fit together.</exception>
    public static ClassMap Of(DeepModel model, GradCamOptions options)
    {
        if (model.IsEnsemble)
            throw new ArgumentException($"GradCam.Model must be a single network, but was an ensemble of {model.Members.Count}.");
        if (model.Network.Layers[0] is not ChannelNormalizationSpec)
        {
            throw new ArgumentException(
                "GradCam.Model must be a network for images or signals, which starts with ChannelNormalization, but it starts with "
                + $"{model.Network.Layers[0].Describe()}.");
        }

        if (!Enum.IsDefined(options.Method))
            throw new ArgumentException($"GradCamOptions.Method must be one of the methods, but was {options.Method}.");
        int classCount = IsBinary(model) ? 2 : model.Head.OutputWidth;
        if (options.ClassIndex is { } index && (index < 0 || index >= classCount))
            throw new ArgumentException($"GradCamOptions.ClassIndex must be from 0 to {classCount - 1} for this model, but was {index}.");
        NamedLayer layer = FindLayer(model.Network, options.LayerName);
        return LinearTailMap.Fits(model.Network, layer)
            ? new LinearTailMap(model, options, layer)
            : new GradientMap(model, options, layer);
    }

    /// <summary>The map of a row, at the layer's size; nothing in it is below 0.</summary>
    /// <param name="row">Raw features.</param>
    /// <param name="map">Shape [height, width] of <see cref="Grid"/>.</param>
    public void Compute(ReadOnlySpan<float> row, Span<float> map)
    {
        int channels = Grid.Channels;
        using Scratch values = Scratch.Take(map.Length * channels);
        using Scratch gradients = Scratch.Take(map.Length * channels);
        Differentiate(row, values.Values, gradients.Values);
        using Scratch weights = Scratch.Take(channels);
        if (_method == GradCamMethod.LayerCam)
            TensorPrimitives.Max(gradients.Values, 0, gradients.Values);
        else
            Weigh(values.Values, gradients.Values, weights.Values);
        for (int place = 0; place < map.Length; place++)
        {
            ReadOnlySpan<float> factors = _method == GradCamMethod.LayerCam
                ? gradients.Values.Slice(place * channels, channels)
                : weights.Values;
            // What speaks against the class is no evidence for it.
            map[place] = Math.Max(0, TensorPrimitives.Dot(values.Values.Slice(place * channels, channels), factors));
        }
    }

    /// <summary>What the layer puts out for a row, and how the output that is explained depends on it.</summary>
    /// <param name="row">Raw features.</param>
    /// <param name="values">Shape of <see cref="Grid"/>, channels last.</param>
    /// <param name="gradients">The same shape.</param>
    protected abstract void Differentiate(ReadOnlySpan<float> row, Span<float> values, Span<float> gradients);

    /// <summary>The output to explain, and whether it is what speaks against that.</summary>
    protected (int Output, float Sign) Choose(ReadOnlySpan<float> outputs)
    {
        if (_isBinary)
            return (0, (_classIndex is { } given ? given == 1 : outputs[0] > 0) ? 1 : -1);
        return (_classIndex ?? TensorPrimitives.IndexOfMax(outputs), 1);
    }

    private static bool IsBinary(DeepModel model) => model.Task == "binary";

    /// <summary>What each channel counts.</summary>
    private void Weigh(ReadOnlySpan<float> values, ReadOnlySpan<float> gradients, Span<float> weights)
    {
        int channels = weights.Length;
        int places = values.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            (double sum, double weight) = (0, 0);
            for (int i = c; i < values.Length; i += channels)
                sum += values[i];
            for (int i = c; i < values.Length; i += channels)
            {
                double gradient = gradients[i];
                if (_method == GradCamMethod.GradCam)
                    weight += gradient / places;
                else if (gradient > 0 && 2 + sum * gradient is var shared and not 0) // alpha g, with alpha = g^2 / (2 g^2 + sum g^3)
                    weight += gradient / shared;
            }

            weights[c] = (float)weight;
        }
    }

    private static NamedLayer FindLayer(NetworkSpec network, string? name)
    {
        NamedLayer[] maps =
        [
            .. NetworkParts.Layers(network).Where(layer => layer.OutputShape.Count is 2 or 3 && layer.Layer is not ChannelNormalizationSpec),
        ];
        if (maps.Length == 0)
            throw new ArgumentException("GradCam.Model must have a layer that puts out an image or a signal, but has none.");
        if (name is null)
            return Default(Grid.Of(network.GetOutputShape(0)), [.. maps.Where(layer => !layer.Name.Contains('.', StringComparison.Ordinal))]);
        return maps.FirstOrDefault(layer => layer.Name == name) ?? throw new ArgumentException(
            "GradCamOptions.LayerName must be a layer that puts out an image or a signal "
            + $"({string.Join(", ", maps.Select(layer => layer.Name))}), but was '{name}'.");
    }

    private static NamedLayer Default(Grid input, NamedLayer[] maps)
    {
        return maps.LastOrDefault(layer => layer.Layer is ActivationSpec or ParallelSpec && IsFine(layer))
            ?? maps.LastOrDefault(IsFine)
            ?? maps.MaxBy(layer => Grid.Of(layer.OutputShape).PixelCount)!;

        bool IsFine(NamedLayer layer)
        {
            var grid = Grid.Of(layer.OutputShape);
            return grid.Height >= Math.Min(FinePlaces, (input.Height + 1) / 2) && grid.Width >= Math.Min(FinePlaces, (input.Width + 1) / 2);
        }
    }
}
