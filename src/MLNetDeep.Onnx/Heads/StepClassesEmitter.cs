using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Tasks;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Heads;

/// <summary>A class for each step of a sequence: a label of each step that is read, or keys that are told up to an end.</summary>
internal sealed class StepClassesEmitter : HeadEmitter
{
    private readonly int _steps;
    private readonly int _classes;
    private readonly bool _tellsEnd;

    public StepClassesEmitter(SequenceLabelHead head, OnnxGraph graph) : base(graph)
    {
        (_steps, _classes) = (head.TargetWidth, head.OutputWidth / head.TargetWidth);
        Names = head.Names;
    }

    public StepClassesEmitter(SequenceHead head, OnnxGraph graph) : base(graph)
    {
        (_steps, _classes, _tellsEnd) = (head.TargetWidth, head.OutputWidth / head.TargetWidth, true);
        Names = head.Names;
    }

    public override IReadOnlyList<string>? Names { get; }

    public override string Finish(string output)
    {
        string logits = Graph.Reshape(output, -1, _steps, _classes); // rows, or rows x members
        string isMissing = Graph.Op("IsInf", [Graph.Slice(logits, 2, 0, 1)], Attr.Int("detect_positive", 0));
        string known = Graph.Where(isMissing, Graph.Scalar(0f), logits); // a softmax of nothing would be no number
        string scores = Graph.Where(
            isMissing, Graph.Scalar(float.NegativeInfinity), Graph.Op("Softmax", [known], Attr.Int("axis", 2)));
        return Graph.Op("Reshape", [scores, Graph.Op("Shape", [output])]);
    }

    public override void WriteOutputs(string scores)
    {
        string steps = Graph.Rows(scores, [_steps, _classes]);
        string best = Graph.ArgMax(steps, 2); // [rows, steps]
        string isMissing = Graph.Op("IsInf", [Graph.Squeeze(Graph.Slice(steps, 2, 0, 1), 2)], Attr.Int("detect_positive", 0));
        string isEnd = isMissing;
        if (_tellsEnd)
        {
            // The end, or the last step that the network has.
            long[] numbers = [.. Enumerable.Range(0, _steps).Select(step => step == _steps - 1 ? 0L : -1)];
            string isLast = Graph.Op("Equal", [Graph.Integers(numbers, _steps), Graph.Scalar(0L)]);
            isEnd = Graph.Op("Or", [Graph.Op("Or", [isMissing, Graph.Op("Equal", [best, Graph.Scalar(0L)])]), isLast]);
        }

        string isThere = Graph.Op("Equal", [Graph.RunningSum(Graph.Cast(isEnd, DataType.Int64), 1), Graph.Scalar(0L)]);
        string key = _tellsEnd ? best : Graph.Add(best, Graph.Scalar(1L));
        string predicted = Graph.Where(isThere, key, Graph.Scalar(0L));
        Graph.AddOutput(predicted, "PredictedLabel", DataType.Int64, "The key of each step, from 1; 0 behind the end.", "N", _steps);
        if (Names is { } names)
        {
            string name = Graph.Gather(Graph.Texts("classes", ["", .. names]), predicted, 0);
            Graph.AddOutput(
                name, "PredictedLabelName", DataType.String, "The name of each step's key; empty behind the end.", "N", _steps);
        }

        WriteScore(steps, isThere);
        string length = Graph.Sum(Graph.Cast(isThere, DataType.Int64), true, 1);
        Graph.AddOutput(length, "PredictedLabel.Length", DataType.Int64, "The steps that there are.", "N", 1);
    }

    private void WriteScore(string steps, string isThere)
    {
        string nothing = Graph.Scalar(0f);
        if (_tellsEnd)
        {
            string best = Graph.Where(isThere, Graph.Max(steps, 2), nothing);
            Graph.AddOutput(best, "Score", DataType.Float, "The probability of each step's key; 0 behind the end.", "N", _steps);
            return;
        }

        string each = Graph.Where(Graph.Unsqueeze(isThere, 2), steps, nothing);
        const string Meaning = "The probability of each class at each step; 0 behind the end.";
        Graph.AddOutput(each, "Score", DataType.Float, Meaning, "N", _steps, _classes);
    }
}
