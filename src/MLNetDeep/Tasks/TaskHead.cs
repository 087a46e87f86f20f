using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using MLNetDeep.Comparison;
using Microsoft.ML;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>A task fitted to its labels: the loss while training, and the output columns afterwards.</summary>
/// <remarks>Nothing but <see cref="Loss"/> touches TorchSharp, so that scoring runs without libtorch.</remarks>
internal abstract class TaskHead : ITrainingHead
{
    /// <summary>The task this head belongs to.</summary>
    public abstract LearningTask Task { get; }

    /// <inheritdoc/>
    public abstract int OutputWidth { get; }

    /// <summary>Numbers in the label of a row.</summary>
    public abstract int TargetWidth { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Turns the labels into what <see cref="Loss"/> compares with, in place: nothing, unless the head says otherwise.</summary>
    /// <param name="targets">Shape [rows, target width].</param>
    public virtual void Encode(Span<float> targets)
    {
    }

    /// <inheritdoc/>
    public abstract torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing);

    /// <inheritdoc/>
    public virtual bool LearnsManaged => false;

    /// <inheritdoc/>
    public virtual double Derive(ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes) =>
        throw new NotSupportedException("The loss has no managed code.");

    /// <inheritdoc/>
    public double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        var rowCount = targets.Length / TargetWidth;
        if (outputs.Length == rowCount * OutputWidth)
            return MeasureOutputs(outputs, targets, new RowWeights(weights));
        var finished = outputs.ToArray();
        Finish(finished);
        var averaged = new float[rowCount * OutputWidth];
        var rowWidth = outputs.Length / rowCount;
        for (var row = 0; row < rowCount; row++)
            Average(finished.AsSpan(row * rowWidth, rowWidth), averaged.AsSpan(row * OutputWidth, OutputWidth));
        Unfinish(averaged);
        return MeasureOutputs(averaged, targets, new RowWeights(weights));
    }

    /// <summary>Turns the network's outputs into scores, in place.</summary>
    /// <param name="output">Shape [rows, <see cref="OutputWidth"/>].</param>
    public abstract void Finish(Span<float> output);

    /// <summary>Turns scores back into outputs that <see cref="Finish"/> would make them of, in place.</summary>
    /// <param name="scores">Shape [rows, <see cref="OutputWidth"/>].</param>
    public abstract void Unfinish(Span<float> scores);

    /// <summary>Brings the finished scores of several members of an ensemble together: their mean, unless the head says
    /// otherwise.</summary>
    /// <param name="members">Shape [members, <see cref="OutputWidth"/>], each row finished.</param>
    /// <param name="scores">Shape [<see cref="OutputWidth"/>].</param>
    public virtual void Average(ReadOnlySpan<float> members, Span<float> scores)
    {
        int count = members.Length / scores.Length;
        scores.Clear();
        for (var member = 0; member < count; member++)
            TensorPrimitives.Add(scores, members.Slice(member * scores.Length, scores.Length), scores);
        TensorPrimitives.Divide(scores, count, scores);
    }

    /// <summary>Mends finished scores by what held-out rows taught, in place: nothing, unless the head says otherwise.</summary>
    /// <remarks>The last step of scoring, after members have been averaged.</remarks>
    /// <param name="scores">Shape [rows, <see cref="OutputWidth"/>].</param>
    public virtual void Calibrate(Span<float> scores)
    {
    }

    /// <summary>Learns from held-out rows what the settings ask for: temperature, intervals, prediction sets.</summary>
    /// <param name="scores">The held-out rows' scores, members averaged, before <see cref="Calibrate"/>.</param>
    /// <param name="targets">Their targets, encoded, shape [rows, <see cref="TargetWidth"/>].</param>
    /// <param name="weights">How much each row counts.</param>
    /// <param name="settings">What is asked for.</param>
    /// <returns>The head for the model.</returns>
    /// <exception cref="InvalidOperationException">There are too few rows.</exception>
    public virtual TaskHead FitTo(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, RowWeights weights, HeadSettings settings) => this;

    /// <summary>The columns that a transformer with this head adds, in their order.</summary>
    public abstract IReadOnlyList<OutputColumn> OutputColumns { get; }

    /// <summary>What keeps the head from learning from a label column, beyond its type; null for nothing.</summary>
    public virtual string? Mismatch(DataViewSchema.Column label) => null;

    /// <summary>The head as a fit that goes on from its model needs it: same classes and scales, not calibrated yet.</summary>
    /// <param name="settings">What the user asks of the fit; a loss that is not given stays as it was where the model knows it.</param>
    public abstract TaskHead Restart(HeadSettings settings);

    /// <summary>What a reader needs to make the head again.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Measures the outputs of one network, or what stands for those of several.</summary>
    /// <param name="outputs">Shape [rows, <see cref="OutputWidth"/>].</param>
    /// <param name="targets">Shape [rows, <see cref="TargetWidth"/>], encoded.</param>
    /// <param name="weights">How much each row counts.</param>
    protected abstract double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights);

    /// <summary>The mean of per-row losses, weighted when weights are given.</summary>
    /// <param name="rowLosses">Shape [rows].</param>
    /// <param name="weight">Shape [rows], or null.</param>
    protected static torch.Tensor Mean(torch.Tensor rowLosses, torch.Tensor? weight) =>
        weight is null ? rowLosses.mean() : (rowLosses * weight).sum() / weight.sum().clamp_min(float.Epsilon);
}
