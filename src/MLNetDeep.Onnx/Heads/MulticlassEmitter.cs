using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Tasks;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Heads;

/// <summary>The probabilities of classes that exclude each other.</summary>
internal sealed class MulticlassEmitter(MulticlassHead head, OnnxGraph graph) : HeadEmitter(graph)
{
    public override IReadOnlyList<string>? Names => head.Names;

    public override string Finish(string output) => Graph.Op("Softmax", [output], Attr.Int("axis", -1));

    public override string Calibrate(string scores)
    {
        if (head.Temperature == 1)
            return scores;
        // In double precision, where the smallest float has a logarithm.
        string logit = Graph.Op("Log", [Graph.Op("Max", [Graph.Cast(scores, DataType.Double), Graph.Scalar((double)float.Epsilon)])]);
        return Finish(Graph.Cast(Graph.Div(logit, Graph.Scalar(head.Temperature)), DataType.Float));
    }

    public override void WriteOutputs(string scores)
    {
        string place = Graph.Unsqueeze(Graph.ArgMax(scores, 1), 1); // [rows, 1], from 0
        Graph.AddOutput(
            Graph.Add(place, Graph.Scalar(1L)), "PredictedLabel", DataType.Int64, "The key of the likeliest class, from 1.", "N", 1);
        if (head.Names is { } names)
        {
            string name = Graph.Gather(Graph.Texts("classes", names), place, 0);
            Graph.AddOutput(name, "PredictedLabelName", DataType.String, "The name of the likeliest class.", "N", 1);
        }

        Graph.AddOutput(scores, "Score", DataType.Float, "The probability of each class.", "N", head.OutputWidth);
        if (head.SetThreshold is { } threshold)
        {
            Graph.AddOutput(
                Graph.Op("GreaterOrEqual", [scores, Graph.Scalar((float)threshold)]), "PredictionSet", DataType.Bool,
                "Whether each class is in the set that holds the true one.", "N", head.OutputWidth);
        }
    }
}
