using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Layers;

/// <summary>What is left of a sequence's steps where rows are of different lengths, and one row of features from all steps.</summary>
internal static class StepLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<StepMaskSpec>(Mask);
        emitters.Add<StepPoolSpec>(Pool);
    }

    /// <summary>Which steps there are: bool of shape [rows, steps]; null when all are.</summary>
    private static string? Present(LayerSite at)
    {
        if (at.Network.Lengths is not { } lengths)
            return null;
        long[] steps = [.. Enumerable.Range(0, at.Shape[0]).Select(step => (long)step)];
        string count = at.Graph.Unsqueeze(at.Graph.Cast(lengths, DataType.Int64), 1);
        return at.Graph.Op("Less", [at.Graph.Integers(steps, steps.Length), count]);
    }

    private static string Mask(StepMaskSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        at.Network.Lengths ??= Measure(at);
        string rest = graph.Scalar(spec.MarksMissing ? float.NegativeInfinity : 0);
        return graph.Where(graph.Unsqueeze(Present(at)!, 2), at.Input, rest);
    }

    /// <summary>The steps before the first whose first feature is negative infinity: int32 of shape [rows].</summary>
    private static string Measure(LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        string first = graph.Squeeze(graph.Slice(at.Input, 2, 0, 1), 2); // [rows, steps]
        string isEnd = graph.Op("IsInf", [first], Attr.Int("detect_positive", 0));
        string ended = graph.RunningSum(graph.Cast(isEnd, DataType.Int64), 1);
        string isThere = graph.Op("Equal", [ended, graph.Scalar(0L)]);
        return graph.Cast(graph.Sum(graph.Cast(isThere, DataType.Int64), false, 1), DataType.Int32);
    }

    private static string Pool(StepPoolSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        string? present = Present(at) is { } flat ? graph.Unsqueeze(flat, 2) : null; // [rows, steps, 1]
        switch (spec.Pool)
        {
            case StepPool.Last:
                return Last(at);
            case StepPool.Ends:
                int half = at.Shape[1] / 2;
                string begin = graph.Squeeze(graph.Slice(at.Input, 1, 0, 1), 1);
                return graph.Concat(1, graph.Slice(Last(at), 1, 0, half), graph.Slice(begin, 1, half, 2 * half));
            case StepPool.Mean:
                return present is null ? graph.Mean(at.Input, false, 1)
                    : graph.Div(graph.Sum(Kept(graph, present, at.Input, 0), false, 1), AtLeastOne(at));
            case StepPool.Max:
                return present is null ? graph.Max(at.Input, 1)
                    : UnlessEmpty(at, graph.Max(Kept(graph, present, at.Input, float.NegativeInfinity), 1));
            default:
                return Attention(at, present);
        }
    }

    private static string Attention(LayerSite at, string? present)
    {
        OnnxGraph graph = at.Graph;
        int width = at.Shape[1];
        string steps = present is null ? at.Input : Kept(graph, present, at.Input, 0);
        string product = DenseLayers.Product(at.With(steps, at.Shape), "", at.Weights["weight"], at.Weights["bias"], width);
        string scores = graph.MatMul(graph.Op("Tanh", [product]), at.Weight("query", width, 1)); // [rows, steps, 1]
        if (present is not null)
            scores = Kept(graph, present, scores, float.MinValue); // of no step at all the softmax is no NaN
        string shares = graph.Op("Softmax", [scores], Attr.Int("axis", 1));
        return graph.Sum(graph.Mul(shares, steps), false, 1);
    }

    private static string Last(LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        if (at.Network.Lengths is null)
            return graph.Squeeze(graph.Slice(at.Input, 1, at.Shape[0] - 1, at.Shape[0]), 1);
        string place = graph.Sub(graph.Cast(AtLeastOne(at), DataType.Int64), graph.Scalar(1L)); // [rows, 1]
        return graph.Op("GatherND", [at.Input, place], Attr.Int("batch_dims", 1));
    }

    /// <summary>The length of each row, 1 of an empty one: float of shape [rows, 1].</summary>
    private static string AtLeastOne(LayerSite at)
    {
        string lengths = at.Graph.Cast(at.Network.Lengths!, DataType.Float);
        return at.Graph.Unsqueeze(at.Graph.Op("Max", [lengths, at.Graph.Scalar(1f)]), 1);
    }

    private static string UnlessEmpty(LayerSite at, string pooled)
    {
        string length = at.Graph.Unsqueeze(at.Graph.Cast(at.Network.Lengths!, DataType.Int64), 1);
        return at.Graph.Where(at.Graph.Op("Greater", [length, at.Graph.Scalar(0L)]), pooled, at.Graph.Scalar(0f));
    }

    private static string Kept(OnnxGraph graph, string present, string x, float rest) => graph.Where(present, x, graph.Scalar(rest));
}
