using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Scoring;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Layers;

/// <summary>How numeric features are brought to one scale.</summary>
internal static class NumericScalings
{
    /// <summary>Writes the scaling.</summary>
    /// <param name="spec">Which.</param>
    /// <param name="features">Numeric features.</param>
    /// <param name="at">Where their raw values are: shape [rows, features].</param>
    public static string Scale(InputNormalizationSpec spec, int features, LayerSite at) => spec.Scaling switch
    {
        NumericScaling.RobustSmoothClip => RobustSmoothClip(features, at),
        NumericScaling.Quantile => new QuantileSearch(at.Graph, at.Weights["quantiles"], features).Scale(at.Input),
        NumericScaling.Standardize => Standardize(features, at),
        _ => Limit(at.Graph, Imputed(features, at)),
    };

    private static string RobustSmoothClip(int features, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        string median = graph.Tensor("median", at.Weights["median"][..features], features);
        string scale = graph.Tensor("scale", at.Weights["scale"][..features], features);
        string z = Limit(graph, graph.Fill(graph.Mul(graph.Sub(at.Input, median), scale), 0));
        string third = graph.Mul(z, graph.Scalar(1f / 3f));
        return graph.Div(z, graph.Op("Sqrt", [graph.Add(graph.Mul(third, third), graph.Scalar(1f))]));
    }

    private static string Standardize(int features, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        string centred = graph.Sub(Limit(graph, Imputed(features, at)), at.Weight("mean", features));
        return Limit(graph, graph.Mul(centred, at.Weight("scale", features)));
    }

    private static string Imputed(int features, LayerSite at) =>
        at.Graph.Where(at.Graph.Op("IsNaN", [at.Input]), at.Weight("median", features), at.Input);

    private static string Limit(OnnxGraph graph, string x) => graph.Clip(x, -NumericScaler.Huge, NumericScaler.Huge);
}

/// <summary>
/// The normal distribution's number at a value's rank among quantiles, found by halving: as many steps as the number of quantiles has
/// bits. In double precision, as the ranks of values that are near each other ask.
/// </summary>
internal sealed class QuantileSearch
{
    private readonly OnnxGraph _graph;
    private readonly int _count;
    private readonly string _all; // [features x quantiles]
    private readonly string _starts; // of each feature
    private readonly string _first; // of each feature, double
    private readonly string _last;

    public QuantileSearch(OnnxGraph graph, ReadOnlySpan<float> quantiles, int features)
    {
        (_graph, _count) = (graph, quantiles.Length / features);
        _all = graph.Tensor("quantiles", quantiles, quantiles.Length);
        var starts = new long[features];
        (double[] first, double[] last) = (new double[features], new double[features]);
        for (int i = 0; i < features; i++)
        {
            starts[i] = (long)i * _count;
            (first[i], last[i]) = (quantiles[i * _count], quantiles[(i + 1) * _count - 1]);
        }

        _starts = graph.Integers(starts, features);
        _first = graph.Doubles(first, features);
        _last = graph.Doubles(last, features);
    }

    /// <summary>Scales values of shape [rows, features].</summary>
    public string Scale(string x)
    {
        string value = _graph.Cast(x, DataType.Double);
        string notBelow = CountBelow(x, "Less");
        string above = CountBelow(x, "LessOrEqual");
        // A value that is a quantile has that one's rank from both sides.
        string fromBelow = Rank(value, _graph.Sub(notBelow, _graph.Scalar(1L)), notBelow);
        string fromAbove = Rank(value, _graph.Sub(above, _graph.Scalar(1L)), _graph.Sub(above, _graph.Scalar(1L)));
        string rank = _graph.Mul(_graph.Add(fromBelow, fromAbove), _graph.Scalar(0.5 / (_count - 1)));
        string z = NormalQuantile.Write(_graph, rank);
        string threshold = _graph.Scalar(QuantileScaler.Threshold);
        string bound = _graph.Scalar(QuantileScaler.Bound);
        z = _graph.Op("Min", [_graph.Op("Max", [z, _graph.Scalar(-QuantileScaler.Bound)]), bound]);
        z = _graph.Where(_graph.Op("Greater", [_graph.Add(value, threshold), _last]), bound, z);
        z = _graph.Where(_graph.Op("Less", [_graph.Sub(value, threshold), _first]), _graph.Scalar(-QuantileScaler.Bound), z);
        string says = _graph.Op("Or", [_graph.Op("IsNaN", [value]), _graph.Op("Equal", [_first, _last])]);
        return _graph.Cast(_graph.Where(says, _graph.Scalar(0.0), z), DataType.Float);
    }

    /// <summary>How many quantiles are below the value, or not above it.</summary>
    private string CountBelow(string x, string comparison)
    {
        string found = _graph.Op("Mul", [_graph.Cast(_graph.Op("IsInf", [x]), DataType.Int64), _graph.Scalar(0L)]); // zeros
        int step = 1;
        while (step * 2 <= _count)
            step *= 2;
        for (; step > 0; step /= 2)
        {
            string next = _graph.Add(found, _graph.Scalar((long)step));
            string isInside = _graph.Op("LessOrEqual", [next, _graph.Scalar((long)_count)]);
            string isBelow = _graph.Op(comparison, [At(_graph.Sub(next, _graph.Scalar(1L))), x]);
            found = _graph.Where(_graph.Op("And", [isInside, isBelow]), next, found);
        }

        return found;
    }

    /// <summary>The quantile of a number, the last for one that is too large.</summary>
    private string At(string place)
    {
        string inside = _graph.Op("Max", [_graph.Op("Min", [place, _graph.Scalar(_count - 1L)]), _graph.Scalar(0L)]);
        return _graph.Gather(_all, _graph.Add(inside, _starts), 0);
    }

    /// <summary>The rank between a quantile and the next; the other one's own when the value is that.</summary>
    private string Rank(string value, string left, string equal)
    {
        string low = _graph.Cast(At(left), DataType.Double);
        string high = _graph.Cast(At(_graph.Add(left, _graph.Scalar(1L))), DataType.Double);
        string gap = _graph.Sub(high, low);
        string isFlat = _graph.Op("Equal", [gap, _graph.Scalar(0.0)]);
        string share = _graph.Div(_graph.Sub(value, low), _graph.Where(isFlat, _graph.Scalar(1.0), gap));
        string between = _graph.Add(_graph.Cast(left, DataType.Double), share);
        string isEqual = _graph.Op("Equal", [_graph.Cast(At(equal), DataType.Double), value]);
        return _graph.Where(isEqual, _graph.Cast(equal, DataType.Double), between);
    }
}
