using System.Globalization;
using MLNetDeep.Onnx.Protocol;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Graphs;

/// <summary>A graph of operators while it is built. Values go by their names; each operator's output gets one of its own.</summary>
internal sealed partial class OnnxGraph
{
    private readonly GraphProto _proto = new();
    private readonly OnnxGraph _root;
    private readonly GraphTensors _tensors = new();
    private readonly Dictionary<string, (string Source, int[] Order)> _transposed = [];
    private int _count;

    /// <summary>A whole graph.</summary>
    /// <param name="name">Its name.</param>
    public OnnxGraph(string name)
    {
        _root = this;
        _proto.Name = name;
    }

    /// <summary>The body of an operator of an outer graph, whose values it may use.</summary>
    public OnnxGraph(string name, OnnxGraph outer) : this(name) => _root = outer._root;

    /// <summary>What the names of new values begin with: where in the network they are.</summary>
    public string Scope { get; set; } = "";

    public void AddInput(string name, DataType type, string documentation, params ReadOnlySpan<object> shape) =>
        _proto.Input.Add(Describe(name, type, documentation, shape));

    public void AddOutput(string name, DataType type, string documentation, params ReadOnlySpan<object> shape) =>
        _proto.Output.Add(Describe(name, type, documentation, shape));

    /// <summary>Makes a value an output of the graph under a name of its own.</summary>
    public void AddOutput(string value, string name, DataType type, string documentation, params ReadOnlySpan<object> shape)
    {
        Node("Identity", [value], [name], []);
        AddOutput(name, type, documentation, shape);
    }

    /// <summary>Adds an operator of one output.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">Names of values; an empty one leaves an optional input out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The output's name.</returns>
    public string Op(string type, string[] inputs, params AttributeProto[] attributes)
    {
        string output = Name(type);
        Node(type, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds an operator of several outputs.</summary>
    public string[] Ops(string type, int outputCount, string[] inputs, params AttributeProto[] attributes)
    {
        string[] outputs = [.. Enumerable.Range(0, outputCount).Select(_ => Name(type))];
        Node(type, inputs, outputs, attributes);
        return outputs;
    }

    /// <summary>Adds numbers that are known, under a name that says what they are.</summary>
    public string Tensor(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        _root._tensors.Add(Place(name), DataType.Float, values, Long(shape));

    /// <summary>Adds a small constant.</summary>
    public string Floats(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        _root._tensors.Add("floats", DataType.Float, values, Long(shape));

    public string Doubles(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        _root._tensors.Add("doubles", DataType.Double, values, Long(shape));

    public string Integers(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        _root._tensors.Add("integers", DataType.Int64, values, Long(shape));

    public string Texts(string name, IReadOnlyList<string> texts) => _root._tensors.Add(name, texts, texts.Count);

    /// <summary>The graph as it is written: without what no output needs.</summary>
    public GraphProto Build()
    {
        HashSet<string> needed = [.. _proto.Output.Select(output => output.Name)];
        var kept = new Stack<NodeProto>();
        foreach (NodeProto node in _proto.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains))
                continue;
            kept.Push(node);
            needed.UnionWith(node.Input);
            foreach (GraphProto body in node.Attribute.Select(attribute => attribute.G).OfType<GraphProto>())
                needed.UnionWith(body.Node.SelectMany(inner => inner.Input));
        }

        _proto.Node.Clear();
        _proto.Node.AddRange(kept);
        _proto.Initializer.AddRange(_tensors.All.Where(tensor => needed.Contains(tensor.Name)));
        return _proto;
    }

    private void Node(string type, string[] inputs, string[] outputs, AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = outputs[0] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        _proto.Node.Add(node);
    }

    private string Name(string type) => string.Create(CultureInfo.InvariantCulture, $"{Place(type)}_{++_root._count}");

    private string Place(string name) => _root.Scope.Length == 0 ? name : $"{_root.Scope}/{name}";

    private static long[] Long(ReadOnlySpan<int> shape)
    {
        var sizes = new long[shape.Length];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = shape[i];
        return sizes;
    }

    private static ValueInfoProto Describe(string name, DataType type, string documentation, ReadOnlySpan<object> shape)
    {
        var sizes = new TensorShapeProto();
        foreach (object size in shape)
        {
            sizes.Dim.Add(size switch
            {
                int number => new TensorShapeProto.Types.Dimension { DimValue = number },
                string { Length: > 0 } letter => new TensorShapeProto.Types.Dimension { DimParam = letter },
                _ => new TensorShapeProto.Types.Dimension(), // whatever it is
            });
        }

        return new ValueInfoProto
        {
            Name = name,
            DocString = documentation,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = sizes } },
        };
    }
}
