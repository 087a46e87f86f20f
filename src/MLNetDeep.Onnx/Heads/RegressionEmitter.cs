using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Heads;

/// <summary>Numbers in the label's own unit, their quantiles and the bounds around them.</summary>
internal sealed class RegressionEmitter(RegressionHead head, OnnxGraph graph) : HeadEmitter(graph)
{
    private readonly int _targets = head.Targets.Count;
    private readonly int _outputs = head.Shape.OutputCount; // of a target

    public override IReadOnlyList<string>? Names => head.Shape.Names;

    public override string Finish(string output)
    {
        string values = Link(Graph.Reshape(output, -1, _targets, _outputs)); // rows, or rows x members
        string Each(Func<TargetScale, float> number) => Graph.Floats([.. head.Targets.Select(number)], _targets, 1);
        values = Graph.Add(Graph.Mul(values, Each(target => target.Deviation)), Each(target => target.Mean));
        if (head.IsClamped)
            values = Graph.Op("Min", [Graph.Op("Max", [values, Each(target => target.Minimum)]), Each(target => target.Maximum)]);
        return Graph.Op("Reshape", [values, Graph.Op("Shape", [output])]);
    }

    public override void WriteOutputs(string scores)
    {
        string each = Graph.Rows(scores, [_targets, _outputs]);
        string score = Place(each, head.Shape.Middle);
        Graph.AddOutput(score, "Score", DataType.Float, "The prediction.", "N", _targets);
        int levels = head.Shape.LevelCount;
        if (head.LossFunction is QuantileLoss loss)
        {
            string names = string.Join(", ", loss.Levels.Select(level => FormattableString.Invariant($"{level}")));
            string quantiles = Graph.Rows(Graph.Slice(each, 2, 0, levels), [_targets * levels]);
            Graph.AddOutput(quantiles, "Quantiles", DataType.Float, $"Quantiles {names} of each target.", "N", _targets * levels);
        }

        if (head.Interval is not { } interval)
            return;
        string margins = Graph.Floats(interval.Margins, _targets);
        string lower = Graph.Op("Min", [Graph.Sub(Place(each, 0), margins), score]);
        string upper = Graph.Op("Max", [Graph.Add(Place(each, levels - 1), margins), score]);
        Graph.AddOutput(lower, "LowerBound", DataType.Float, "Below it the truth is seldom.", "N", _targets);
        Graph.AddOutput(upper, "UpperBound", DataType.Float, "Above it the truth is seldom.", "N", _targets);
    }

    /// <summary>Outputs as multiples of the deviation: what the loss lies behind.</summary>
    /// <param name="values">Shape [rows, targets, outputs].</param>
    private string Link(string values) => head.LossFunction switch
    {
        PoissonLoss => Graph.Op("Exp", [Graph.Op("Min", [values, Graph.Scalar(PoissonLoss.LargestExponent)])]),
        QuantileLoss { Levels.Length: > 1 } loss => Quantiles(loss, values),
        _ => values,
    };

    private string Quantiles(QuantileLoss loss, string values)
    {
        int levels = loss.Levels.Length;
        string own = Graph.Slice(values, 2, 0, levels);
        if (loss.SortsOutputs)
        {
            own = Graph.Ops(
                "TopK", 2, [own, Graph.Integers([levels], 1)], Attr.Int("axis", 2), Attr.Int("largest", 0), Attr.Int("sorted", 1))[0];
        }
        else
        {
            string steps = Graph.Op("Softplus", [Graph.Add(Graph.Slice(own, 2, 1, levels), Graph.Scalar((float)loss.Shift))]);
            own = Graph.RunningSum(Graph.Concat(2, Graph.Slice(own, 2, 0, 1), steps), 2);
        }

        return levels == _outputs ? own : Graph.Concat(2, own, Graph.Slice(values, 2, levels, _outputs));
    }

    /// <summary>One number of each target: shape [rows, targets].</summary>
    private string Place(string each, int place) => Graph.Squeeze(Graph.Slice(each, 2, place, place + 1), 2);
}
