using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Scoring;

namespace MLNetDeep.Onnx.Layers;

/// <summary>The standard normal distribution's quantiles by the rational functions of <see cref="NormalDistribution"/>.</summary>
internal static class NormalQuantile
{
    /// <summary>Writes the function; beyond 0 and 1 the result is large, but finite.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probability">Double.</param>
    public static string Write(OnnxGraph graph, string probability)
    {
        string q = graph.Sub(probability, graph.Scalar(0.5));
        string square = graph.Sub(graph.Scalar(0.180625), graph.Mul(q, q));
        string centre = graph.Mul(q, Ratio(graph, NormalDistribution.CentreTop, NormalDistribution.CentreBottom, square));
        string tail = graph.Op("Min", [probability, graph.Sub(graph.Scalar(1.0), probability)]);
        string logarithm = graph.Op("Log", [graph.Op("Max", [tail, graph.Scalar(1e-300)])]);
        string r = graph.Op("Sqrt", [graph.Op("Neg", [logarithm])]);
        string middle = Ratio(graph, NormalDistribution.MiddleTop, NormalDistribution.MiddleBottom, graph.Sub(r, graph.Scalar(1.6)));
        string far = Ratio(graph, NormalDistribution.TailTop, NormalDistribution.TailBottom, graph.Sub(r, graph.Scalar(5.0)));
        string size = graph.Where(graph.Op("LessOrEqual", [r, graph.Scalar(5.0)]), middle, far);
        string signed = graph.Where(graph.Op("Less", [q, graph.Scalar(0.0)]), graph.Op("Neg", [size]), size);
        return graph.Where(graph.Op("LessOrEqual", [graph.Op("Abs", [q]), graph.Scalar(0.425)]), centre, signed);
    }

    private static string Ratio(OnnxGraph graph, double[] top, double[] bottom, string x) =>
        graph.Div(Polynomial(graph, top, x), Polynomial(graph, bottom, x));

    private static string Polynomial(OnnxGraph graph, double[] coefficients, string x) => coefficients.Skip(1).Aggregate(
        graph.Scalar(coefficients[0]), (sum, coefficient) => graph.Add(graph.Mul(sum, x), graph.Scalar(coefficient)));
}
