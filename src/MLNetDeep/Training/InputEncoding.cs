using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training;

/// <summary>A network's first layer, fitted to the training rows: turns raw rows into what the layers behind it learn from.</summary>
internal abstract class InputEncoding
{
    private const int RowsAtOnce = 256;

    private readonly Lazy<ForwardPlan> _plan;

    /// <param name="spec">The layer.</param>
    /// <param name="inputWidth">Numbers in a raw row.</param>
    /// <param name="tensors">What was learned: the layer's tensors by name.</param>
    protected InputEncoding(LayerSpec spec, int inputWidth, IReadOnlyDictionary<string, float[]> tensors)
    {
        (Spec, InputWidth, Tensors) = (spec, inputWidth, tensors);
        OutputShape = spec.GetOutputShape([inputWidth]);
        OutputWidth = OutputShape.Aggregate(1, (product, size) => checked(product * size));
        _plan = new Lazy<ForwardPlan>(Compile);
    }

    /// <summary>The first layer of the network to train.</summary>
    public LayerSpec Spec { get; }

    /// <summary>Numbers in a raw row.</summary>
    public int InputWidth { get; }

    /// <summary>Shape of an encoded row.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Numbers in an encoded row.</summary>
    public int OutputWidth { get; }

    /// <summary>Whether rows are encoded batch by batch, because all of them at once would take too much memory.</summary>
    public abstract bool IsLazy { get; }

    /// <summary>What was learned.</summary>
    protected IReadOnlyDictionary<string, float[]> Tensors { get; }

    /// <summary>What was learned: a tensor of the layer by its name.</summary>
    public float[] this[string tensor] => Tensors[tensor];

    /// <summary>The first layer of a trained network.</summary>
    /// <param name="network">A network whose first layer encodes rows.</param>
    /// <param name="tensors">Its numbers.</param>
    public static InputEncoding Of(NetworkSpec network, float[] tensors)
    {
        var learned = network.GetTensors(0).ToDictionary(
            tensor => tensor.Source.Name, tensor => tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray());
        return network.Layers[0] switch
        {
            InputNormalizationSpec spec => new InputNormalization(spec, network.InputWidth, learned),
            ChannelNormalizationSpec spec => new ChannelNormalization(spec, learned),
            SequenceInputSpec spec => new SequenceEncoding(spec, learned),
            var other => throw new ArgumentException($"A network that starts with {other.Describe()} does not encode its rows.", nameof(network)),
        };
    }

    /// <summary>Encodes some rows, with the arithmetic that scores later, so that training and scoring see the same bits.</summary>
    public TensorTable Apply(RawRows rows)
    {
        var encoded = new TensorTable(rows.RowCount, OutputWidth, new float[checked(rows.RowCount * OutputWidth)]);
        if (rows.AreBytes)
        {
            for (int row = 0; row < rows.RowCount; row++)
                Encode(rows.CellsOf(row), areBytes: true, 1, encoded.Row(row));
            return encoded;
        }

        // As they were collected, rows do not lie one after the other.
        float[] together = new float[Math.Min(rows.RowCount, RowsAtOnce) * InputWidth];
        for (int first = 0; first < rows.RowCount; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.RowCount - first);
            for (int i = 0; i < count; i++)
                rows.CellsOf(first + i).CopyTo(together.AsSpan(i * InputWidth));
            Encode(together.AsSpan(0, count * InputWidth), areBytes: false, count, encoded.Values.Slice(first * OutputWidth, count * OutputWidth));
        }

        return encoded;
    }

    /// <summary>Encodes rows that lie one after the other.</summary>
    /// <param name="cells">The rows as they lie.</param>
    /// <param name="areBytes">Whether they lie as bytes.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="encoded">Shape [rows, <see cref="OutputShape"/>].</param>
    public virtual void Encode(ReadOnlySpan<float> cells, bool areBytes, int rowCount, Span<float> encoded)
    {
        if (areBytes)
            throw new NotSupportedException("Rows of bytes are unpacked as they are read where the encoding does not take them.");
        _plan.Value.Run(cells, rowCount, encoded);
    }

    /// <summary>Writes what was learned into the flat tensors of a network whose first layer this is.</summary>
    public void WriteTo(NetworkSpec network, Span<float> tensors)
    {
        foreach (TensorSpec tensor in network.GetTensors(0))
            Tensors[tensor.Source.Name].CopyTo(tensors[tensor.Offset..]);
    }

    private ForwardPlan Compile()
    {
        var alone = new NetworkSpec([InputWidth], [Spec]);
        float[] tensors = new float[alone.ElementCount];
        WriteTo(alone, tensors);
        return ForwardPlan.Compile(alone, tensors);
    }
}
