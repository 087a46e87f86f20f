using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Tasks;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Heads;

/// <summary>One logit, or one for each of several labels.</summary>
internal sealed class LogitEmitter(LogitHead head, OnnxGraph graph) : HeadEmitter(graph)
{
    public override IReadOnlyList<string>? Names => (head as MultiLabelHead)?.Names;

    public override string Finish(string output) => output;

    public override string Average(string members)
    {
        string probability = Graph.Op("Sigmoid", [Graph.Cast(members, DataType.Double)]);
        return Logit(Graph, Graph.Mean(probability, false, 1));
    }

    /// <summary>The logit of a probability: float of double.</summary>
    public static string Logit(OnnxGraph graph, string probability, double least = 1e-30, double most = 1 - 1e-16)
    {
        string mean = graph.Op("Min", [graph.Op("Max", [probability, graph.Scalar(least)]), graph.Scalar(most)]);
        string odds = graph.Div(mean, graph.Sub(graph.Scalar(1.0), mean));
        return graph.Cast(graph.Op("Log", [odds]), DataType.Float);
    }

    public override string Calibrate(string scores) => head.Temperature == 1
        ? scores
        : Graph.Cast(Graph.Div(Graph.Cast(scores, DataType.Double), Graph.Scalar(head.Temperature)), DataType.Float);

    public override void WriteOutputs(string scores)
    {
        Graph.AddOutput(
            Graph.Op("Greater", [scores, Graph.Scalar(0f)]), "PredictedLabel", DataType.Bool, "Whether it is true.", "N", head.OutputWidth);
        Graph.AddOutput(scores, "Score", DataType.Float, "The logit.", "N", head.OutputWidth);
        Graph.AddOutput(
            Graph.Op("Sigmoid", [scores]), "Probability", DataType.Float, "The probability that it is true.", "N", head.OutputWidth);
    }
}
