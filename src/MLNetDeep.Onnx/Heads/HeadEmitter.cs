using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Tasks;

namespace MLNetDeep.Onnx.Heads;

/// <summary>What a task makes of a network's outputs: <see cref="TaskHead"/> written as operators.</summary>
internal abstract class HeadEmitter(OnnxGraph graph)
{
    protected OnnxGraph Graph => graph;

    /// <summary>Names of the classes, labels or targets that the outputs are of; null where they have none.</summary>
    public abstract IReadOnlyList<string>? Names { get; }

    /// <summary>Outputs of a network as scores.</summary>
    /// <param name="output">Shape [rows, outputs] or [rows, members, outputs].</param>
    public abstract string Finish(string output);

    /// <summary>One score for several members' scores.</summary>
    /// <param name="members">Shape [rows, members, outputs].</param>
    /// <returns>Shape [rows, outputs].</returns>
    public virtual string Average(string members) => graph.Mean(members, false, 1);

    /// <summary>Scores as they were found to be right.</summary>
    /// <param name="scores">Shape [rows, outputs].</param>
    public virtual string Calibrate(string scores) => scores;

    /// <summary>Writes the outputs of the graph: the columns that ML.NET gets.</summary>
    /// <param name="scores">Shape [rows, outputs].</param>
    public abstract void WriteOutputs(string scores);

    /// <summary>The emitter of a task's head.</summary>
    /// <exception cref="NotSupportedException">The task is not known here.</exception>
    public static HeadEmitter Of(TaskHead head, OnnxGraph graph) => head switch
    {
        LogitHead logits => new LogitEmitter(logits, graph),
        MulticlassHead classes => new MulticlassEmitter(classes, graph),
        RegressionHead numbers => new RegressionEmitter(numbers, graph),
        SequenceLabelHead labels => new StepClassesEmitter(labels, graph),
        SequenceHead sequence => new StepClassesEmitter(sequence, graph),
        _ => throw new NotSupportedException($"A model of task '{head.Task.Name}' cannot be written as ONNX: its outputs are not known."),
    };
}
