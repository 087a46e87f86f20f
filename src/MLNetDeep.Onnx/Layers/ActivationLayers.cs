using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Functions of each number, and the largest of several.</summary>
internal static class ActivationLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<ActivationSpec>((spec, at) => Apply(at.Graph, spec.Function, spec.Parameter, at.Input));
        emitters.Add<ParametricActivationSpec>(Parametric);
        emitters.Add<ParametricReluSpec>((_, at) => at.Graph.Op("PRelu", [at.Input, at.Weight("weight", at.Shape[^1])]));
        emitters.Add<MaxoutSpec>(Maxout);
    }

    /// <summary>Writes an activation.</summary>
    /// <exception cref="NotSupportedException">The activation is not known here.</exception>
    public static string Apply(OnnxGraph graph, Activation function, double? parameter, string x) => function switch
    {
        Activation.Identity => x,
        Activation.Relu => graph.Op("Relu", [x]),
        Activation.LeakyRelu => graph.Op("LeakyRelu", [x], Attr.Float("alpha", (float)(parameter ?? 0.01))),
        Activation.Elu => graph.Op("Elu", [x], Attr.Float("alpha", (float)(parameter ?? 1))),
        Activation.Selu => graph.Op("Selu", [x]), // its own constants are those of arXiv:1706.02515
        Activation.Gelu => Gelu(graph, x),
        Activation.Silu => graph.Mul(x, graph.Op("Sigmoid", [x])),
        Activation.Mish => graph.Mul(x, graph.Op("Tanh", [graph.Op("Softplus", [x])])),
        Activation.Tanh => graph.Op("Tanh", [x]),
        Activation.Sigmoid => graph.Op("Sigmoid", [x]),
        Activation.Softplus => graph.Op("Softplus", [x]),
        Activation.GeluTanh => GeluTanh(graph, x),
        Activation.HardSigmoid => HardSigmoid(graph, x),
        Activation.HardTanh => graph.Clip(x, -1, 1),
        Activation.HardSwish => graph.Mul(x, HardSigmoid(graph, x)),
        Activation.Softsign => graph.Op("Softsign", [x]),
        Activation.Step => graph.Cast(graph.Op("Greater", [x, graph.Scalar(0f)]), Protocol.TensorProto.Types.DataType.Float),
        _ => throw new NotSupportedException($"Layer {graph.Scope} cannot be written as ONNX: activation {function} is not known."),
    };

    private static string Gelu(OnnxGraph graph, string x)
    {
        string erf = graph.Op("Erf", [graph.Mul(x, graph.Scalar((float)Math.Sqrt(0.5)))]);
        return graph.Mul(graph.Mul(x, graph.Scalar(0.5f)), graph.Add(erf, graph.Scalar(1f)));
    }

    private static string GeluTanh(OnnxGraph graph, string x)
    {
        double factor = 2 * Math.Sqrt(2 / Math.PI); // x sigmoid(2 z) is x (1 + tanh z) / 2
        string curve = graph.Mul(graph.Mul(x, x), graph.Scalar((float)(0.044715 * factor)));
        string angle = graph.Mul(graph.Add(curve, graph.Scalar((float)factor)), x);
        return graph.Mul(x, graph.Op("Sigmoid", [angle]));
    }

    private static string HardSigmoid(OnnxGraph graph, string x) =>
        graph.Op("HardSigmoid", [x], Attr.Float("alpha", 1f / 6), Attr.Float("beta", 0.5f));

    private static string Parametric(ParametricActivationSpec spec, LayerSite at)
    {
        string change = at.Graph.Sub(Apply(at.Graph, spec.Function, spec.Parameter, at.Input), at.Input);
        return at.Graph.Add(at.Input, at.Graph.Mul(change, at.Weight("weight", at.Shape[^1])));
    }

    private static string Maxout(MaxoutSpec spec, LayerSite at)
    {
        string pieces = at.Graph.Rows(at.Input, [.. at.Shape.SkipLast(1), at.Shape[^1] / spec.PieceCount, spec.PieceCount]);
        return at.Graph.Max(pieces, -1);
    }
}
