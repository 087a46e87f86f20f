using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Onnx.Protocol;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Recurrent layers over the steps of a sequence: rows of shape [steps, features].</summary>
internal static class RecurrentLayers
{
    public static void AddTo(LayerEmitters emitters) => emitters.Add<RecurrentSpec>(Recurrent);

    private static string Recurrent(RecurrentSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        (int directions, int hidden) = (spec.DirectionCount, spec.HiddenSize);
        List<float> input = [], state = [], bias = [];
        for (int direction = 0; direction < directions; direction++)
        {
            string suffix = RecurrentSpec.Suffix(direction);
            input.AddRange(Gates(spec.Cell, at.Weights["weight_ih" + suffix]));
            state.AddRange(Gates(spec.Cell, at.Weights["weight_hh" + suffix]));
            bias.AddRange(Gates(spec.Cell, at.Weights["bias_ih" + suffix]));
            bias.AddRange(Gates(spec.Cell, at.Weights["bias_hh" + suffix]));
        }

        int width = spec.GateCount * hidden;
        string[] operands =
        [
            graph.Transpose(at.Input, 1, 0, 2), // [steps, rows, features]
            graph.Tensor("weight_ih", input.ToArray(), directions, width, at.Shape[1]),
            graph.Tensor("weight_hh", state.ToArray(), directions, width, hidden),
            graph.Tensor("bias", bias.ToArray(), directions, 2 * width),
            at.Network.Lengths ?? "",
        ];
        List<AttributeProto> attributes =
            [Attr.Int("hidden_size", hidden), Attr.Text("direction", spec.Bidirectional ? "bidirectional" : "forward")];
        if (spec.Cell == RecurrentCell.Gru)
            attributes.Add(Attr.Int("linear_before_reset", 1)); // as PyTorch's
        string type = spec.Cell switch { RecurrentCell.Lstm => "LSTM", RecurrentCell.Gru => "GRU", _ => "RNN" };
        string output = graph.Op(type, operands, [.. attributes]); // [steps, directions, rows, hidden]
        return graph.Rows(graph.Transpose(output, 2, 0, 1, 3), spec.GetOutputShape(at.Shape));
    }

    /// <summary>PyTorch's gates in ONNX's order: input, output, forget, cell; or update, reset, new.</summary>
    private static float[] Gates(RecurrentCell cell, ReadOnlySpan<float> weights)
    {
        int[] order = cell switch { RecurrentCell.Lstm => [0, 3, 1, 2], RecurrentCell.Gru => [1, 0, 2], _ => [0] };
        int size = weights.Length / order.Length;
        var result = new float[weights.Length];
        for (int gate = 0; gate < order.Length; gate++)
            weights.Slice(order[gate] * size, size).CopyTo(result.AsSpan(gate * size));
        return result;
    }
}
