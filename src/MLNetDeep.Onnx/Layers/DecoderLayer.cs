using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Onnx.Protocol;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Layers;

/// <summary>The decoder of sequences: a recurrent cell that is fed what it told last, as a scan over its steps.</summary>
internal static class DecoderLayer
{
    public static void AddTo(LayerEmitters emitters) => emitters.Add<SequenceDecoderSpec>(Decoder);

    private static string Decoder(SequenceDecoderSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int hidden = spec.HiddenSize;
        string row = graph.Slice(at.Input, 1, 0, 1); // [rows, 1], for the number of rows
        string zero = graph.Mul(graph.Cast(graph.Op("IsNaN", [row]), DataType.Float), graph.Scalar(0f));
        string empty = graph.Op("Expand", [zero, graph.Integers([1, hidden], 2)]);
        string[] states = spec.Cell == RecurrentCell.Lstm ? [empty, empty, zero] : [empty, zero];
        long[] steps = new long[spec.Steps];
        string told = graph.Ops(
            "Scan", states.Length + 1, [.. states, graph.Integers(steps, spec.Steps)],
            Attr.Graph("body", Step(spec, at)), Attr.Int("num_scan_inputs", 1))[^1]; // [steps, rows, outputs]
        told = graph.Transpose(told, 1, 0, 2);
        return spec.TellsTokens ? UpToEnd(graph, told) : told;
    }

    /// <summary>Steps behind the first that says the end are none.</summary>
    private static string UpToEnd(OnnxGraph graph, string told)
    {
        string isEnd = graph.Op("Equal", [graph.ArgMax(told, 2), graph.Scalar(0L)]); // [rows, steps]
        string ended = graph.RunningSum(graph.Cast(isEnd, DataType.Int64), 1, isExclusive: true);
        string isThere = graph.Unsqueeze(graph.Op("Equal", [ended, graph.Scalar(0L)]), 2);
        return graph.Where(isThere, told, graph.Scalar(float.NegativeInfinity));
    }

    /// <summary>One step: from the states and what was told last to the new ones and the outputs.</summary>
    private static GraphProto Step(SequenceDecoderSpec spec, LayerSite at)
    {
        var body = new OnnxGraph("step", at.Graph);
        bool hasCell = spec.Cell == RecurrentCell.Lstm;
        string prefix = at.Graph.Scope + "/step.";
        string[] names = hasCell ? ["hidden", "cell", "fed"] : ["hidden", "fed"];
        foreach (string name in names)
            body.AddInput(prefix + name, DataType.Float, "", "", name == "fed" ? 1 : spec.HiddenSize);
        body.AddInput(prefix + "number", DataType.Int64, "");
        (string hidden, string cell) = RecurrentCells.Step(
            body, spec, at, Fed(body, spec, at, prefix + "fed"), prefix + "hidden", prefix + "cell");
        string weight = body.Tensor("linear.weight", at.Weights["linear.weight"], spec.OutputCount, spec.HiddenSize);
        string bias = body.Tensor("linear.bias", at.Weights["linear.bias"], spec.OutputCount);
        string outputs = body.Op("Gemm", [hidden, weight, bias], Attr.Int("transB", 1));
        string told = spec.TellsTokens
            ? body.Cast(body.Unsqueeze(body.ArgMax(outputs, 1), 1), DataType.Float)
            : outputs;
        body.AddOutput(hidden, prefix + "hidden.next", DataType.Float, "", "", spec.HiddenSize);
        if (hasCell)
            body.AddOutput(cell, prefix + "cell.next", DataType.Float, "", "", spec.HiddenSize);
        body.AddOutput(told, prefix + "fed.next", DataType.Float, "", "", 1);
        body.AddOutput(outputs, prefix + "outputs", DataType.Float, "", "", spec.OutputCount);
        return body.Build();
    }

    /// <summary>The cell's input: what was told last, then the context.</summary>
    private static string Fed(OnnxGraph body, SequenceDecoderSpec spec, LayerSite at, string told)
    {
        if (!spec.TellsTokens)
            return body.Concat(1, told, at.Input);
        string table = body.Tensor("embedding.weight", at.Weights["embedding.weight"], spec.OutputCount, spec.EmbeddingSize);
        string place = body.Cast(body.Squeeze(told, 1), DataType.Int64);
        return body.Concat(1, body.Gather(table, place, 0), at.Input);
    }
}

/// <summary>One step of a recurrent cell in plain operators, PyTorch's formulas.</summary>
internal static class RecurrentCells
{
    /// <summary>Writes the step.</summary>
    /// <returns>The new state, and the new cell state of an LSTM.</returns>
    public static (string Hidden, string Cell) Step(
        OnnxGraph graph, SequenceDecoderSpec spec, LayerSite at, string input, string hidden, string cell)
    {
        string products = Product(graph, at, "ih", input);
        string states = Product(graph, at, "hh", hidden);
        switch (spec.Cell)
        {
            case RecurrentCell.Lstm:
                string[] gates = Split(graph, graph.Add(products, states), 4); // input, forget, cell, output
                string kept = graph.Mul(graph.Op("Sigmoid", [gates[1]]), cell);
                string taken = graph.Mul(graph.Op("Sigmoid", [gates[0]]), graph.Op("Tanh", [gates[2]]));
                string next = graph.Add(kept, taken);
                return (graph.Mul(graph.Op("Sigmoid", [gates[3]]), graph.Op("Tanh", [next])), next);
            case RecurrentCell.Gru:
                (string[] x, string[] h) = (Split(graph, products, 3), Split(graph, states, 3)); // reset, update, new
                string reset = graph.Op("Sigmoid", [graph.Add(x[0], h[0])]);
                string update = graph.Op("Sigmoid", [graph.Add(x[1], h[1])]);
                string fresh = graph.Op("Tanh", [graph.Add(x[2], graph.Mul(reset, h[2]))]);
                return (graph.Add(fresh, graph.Mul(update, graph.Sub(hidden, fresh))), "");
            default:
                return (graph.Op("Tanh", [graph.Add(products, states)]), "");
        }
    }

    private static string Product(OnnxGraph graph, LayerSite at, string part, string x)
    {
        (string weightName, string biasName) = ($"rnn.weight_{part}_l0", $"rnn.bias_{part}_l0");
        ReadOnlySpan<float> bias = at.Weights[biasName];
        ReadOnlySpan<float> weight = at.Weights[weightName];
        string factors = graph.Tensor(weightName, weight, bias.Length, weight.Length / bias.Length);
        return graph.Op("Gemm", [x, factors, graph.Tensor(biasName, bias, bias.Length)], Attr.Int("transB", 1));
    }

    private static string[] Split(OnnxGraph graph, string x, int count) => graph.Ops("Split", count, [x], Attr.Int("axis", 1));
}
