using System.Globalization;

namespace MLNetDeep.Networks;

/// <summary>
/// The immutable description of a network, its single truth: training and scoring are made from it, and it is what the model file
/// and the summary show. A network whose layers do not fit together cannot be made.
/// </summary>
public sealed class NetworkSpec : IEquatable<NetworkSpec>
{
    private readonly IReadOnlyList<int>[] _shapes;
    private readonly IReadOnlyList<TensorSpec>[] _layerTensors;

    /// <summary>Describes a network.</summary>
    /// <param name="inputShape">Shape of one input row, without the batch dimension; <c>[features]</c> for tables.</param>
    /// <param name="layers">The layers, first to last; at least one.</param>
    /// <exception cref="ArgumentException">A layer does not fit its input, a number is out of range, or the network is too large for one
    /// array; the message names the layer.</exception>
    public NetworkSpec(IEnumerable<int> inputShape, IEnumerable<LayerSpec> layers)
        : this(inputShape, layers, null)
    {
    }

    /// <summary>Describes a network that scores several views of a row.</summary>
    /// <param name="inputShape">Shape of one input row, without the batch dimension; <c>[features]</c> for tables.</param>
    /// <param name="layers">The layers, first to last; at least one.</param>
    /// <param name="views">The views whose outputs are averaged; none, or <see langword="null"/>, scores the row alone.</param>
    /// <exception cref="ArgumentException">A layer does not fit its input, a number is out of range, or the network is too large for one
    /// array; the message names the layer. Or the views do not fit the rows.</exception>
    public NetworkSpec(IEnumerable<int> inputShape, IEnumerable<LayerSpec> layers, IEnumerable<TestTimeView>? views)
    {
        InputShape = [.. inputShape];
        Layers = [.. layers];
        if (InputShape.Count == 0 || InputShape.Any(size => size < 1))
            throw new ArgumentException($"NetworkSpec.InputShape must be sizes of at least 1, but was {Format(InputShape)}.");
        if (Layers.Count == 0)
            throw new ArgumentException("NetworkSpec.Layers must be at least one layer, but was none.");

        _shapes = new IReadOnlyList<int>[Layers.Count + 1];
        _shapes[0] = InputShape;
        _layerTensors = new IReadOnlyList<TensorSpec>[Layers.Count];
        long offset = 0;
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].MustBeFirst && i > 0)
                throw new ArgumentException($"Layer {i} ({Layers[i].Describe()}): input normalisation must be the first layer.");
            try
            {
                _shapes[i + 1] = Layers[i].GetOutputShape(_shapes[i]);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Layer {i} ({Layers[i].Describe()}): {error.Message}", error);
            }

            _layerTensors[i] = PlaceTensors(i, ref offset);
        }

        Tensors = [.. _layerTensors.SelectMany(tensors => tensors)];
        ElementCount = (int)offset;
        Views = views is null ? [] : [.. views];
        TestTimeView.Check(Views, ViewedShape);
    }

    /// <summary>Shape of one input row, without the batch dimension.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>
    /// Views of a row whose outputs are averaged when the network scores; training learns from the row itself. Views are taken behind a
    /// first layer that normalises the input.
    /// </summary>
    /// <value>Empty when rows are scored as they are.</value>
    public IReadOnlyList<TestTimeView> Views { get; }

    /// <summary>Every tensor, in the order of the flat array that holds them all.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Shape of one output row, without the batch dimension.</summary>
    public IReadOnlyList<int> OutputShape => _shapes[^1];

    /// <summary>Members of the ensemble that the network is, when its output has shape [members, outputs]; else 1.</summary>
    public int MemberCount => IsEnsemble ? OutputShape[0] : 1;

    internal bool IsEnsemble => OutputShape.Count == 2;

    /// <summary>How many numbers training adjusts.</summary>
    public long ParameterCount => Tensors.Where(tensor => tensor.IsParameter).Sum(tensor => (long)tensor.ElementCount);

    /// <summary>Multiplications, each with an addition, that one row takes on its way through the network.</summary>
    /// <value>
    /// Those of linear layers, convolutions and embeddings, as model zoos count them (VGG-16 at 224 x 224 pixels: 15.47 thousand million);
    /// what is done number by number, such as activations, normalisations and pools, does not count. Each of <see cref="Views"/> takes
    /// as many.
    /// </value>
    public long MultiplyAdds => Layers.Select((layer, i) => layer.GetMultiplyAdds(_shapes[i])).Sum();

    /// <summary>Length of the flat array of all tensors, buffers included.</summary>
    public int ElementCount { get; }

    /// <summary>Numbers in one input row.</summary>
    public int InputWidth => Product(InputShape);

    /// <summary>Numbers in one output row.</summary>
    public int OutputWidth => Product(OutputShape);

    /// <summary>The network as JSON, the content of <c>network.json</c>.</summary>
    /// <returns>Indented JSON that <see cref="FromJson"/> reads back to an equal description.</returns>
    public string ToJson() => NetworkJson.Write(this);

    /// <summary>Reads a description back.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <returns>The description.</returns>
    /// <exception cref="FormatException">The text is no network: broken JSON, an unknown kind of layer or
    /// member, or layers that do not fit.</exception>
    public static NetworkSpec FromJson(string json) => NetworkJson.Read(json);

    /// <summary>
    /// A table for people, at most 80 columns wide: layers, output shapes, parameters, multiply-adds of one row and, for images and
    /// signals, the receptive field, that is the pixels of the input which one output sees.
    /// </summary>
    /// <returns>Lines that end with a line feed.</returns>
    public string Summary() => NetworkSummary.Write(this);

    /// <summary>Equal when the descriptions are, that is, when both write the same JSON.</summary>
    /// <param name="other">The network to compare with.</param>
    /// <returns>Whether both describe the same network.</returns>
    public bool Equals(NetworkSpec? other) =>
        other is not null && InputShape.SequenceEqual(other.InputShape) && Layers.SequenceEqual(other.Layers)
        && Views.SequenceEqual(other.Views);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkSpec other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputWidth, Layers.Count, Layers[^1]);

    /// <summary>Shape of the rows that the views are views of.</summary>
    internal IReadOnlyList<int> ViewedShape => Layers[0].MustBeFirst ? _shapes[1] : InputShape;

    internal IReadOnlyList<int> GetInputShape(int layer) => _shapes[layer];

    internal IReadOnlyList<int> GetOutputShape(int layer) => _shapes[layer + 1];

    internal IReadOnlyList<TensorSpec> GetTensors(int layer) => _layerTensors[layer];

    internal static string Format(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";

    private static int Product(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, size) => checked(product * size));

    private List<TensorSpec> PlaceTensors(int layer, ref long offset)
    {
        var placed = new List<TensorSpec>();
        foreach (LayerTensor tensor in Layers[layer].GetTensors(_shapes[layer]))
        {
            long count = tensor.Shape.Aggregate(1L, (product, size) => product * size);
            if (count > Array.MaxLength - offset)
                throw new ArgumentException($"Layer {layer} ({Layers[layer].Describe()}): the network outgrows one array.");
            string name = string.Create(CultureInfo.InvariantCulture, $"{layer}.{tensor.Name}");
            placed.Add(new TensorSpec(name, tensor.Shape, (int)offset, tensor.IsParameter) { Source = tensor });
            offset += count;
        }

        return placed;
    }
}
