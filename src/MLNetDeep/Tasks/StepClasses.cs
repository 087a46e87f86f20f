using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>What heads share that tell a class at each step. Steps that a row does not have hold minus infinity.</summary>
/// <param name="stepCount">Steps of the longest row.</param>
/// <param name="classCount">Number of classes.</param>
/// <param name="loss">The loss of a step.</param>
internal sealed class StepClasses(int stepCount, int classCount, IClassLoss loss)
{
    public int OutputWidth => checked(stepCount * classCount);

    /// <summary>The mean over all steps with a target of at least 0, so that long rows count for more than short ones.</summary>
    public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        var places = Labelled(target);
        var logits = output.reshape(-1, classCount).index_select(0, torch.tensor(places)); // [steps with a target, classes]
        if (places.Length == 0)
            return logits.sum();
        var classes = target.reshape(-1).index_select(0, torch.tensor(places)).to(torch.ScalarType.Int64);
        if (weight is null)
            return loss.Mean(logits, classes, labelSmoothing);
        long[] rows = [.. places.Select(place => place / stepCount)];
        var weights = weight.index_select(0, torch.tensor(rows));
        return (loss.Rows(logits, classes, labelSmoothing) * weights).sum() / weights.sum().clamp_min(float.Epsilon);
    }

    /// <summary>The same in managed code, and without smoothing.</summary>
    public double MeasureLoss(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var mean = new WeightedMean();
        for (var place = 0; place < targets.Length; place++)
        {
            if (targets[place] >= 0)
                mean.Add(loss.Value(outputs.Slice(place * classCount, classCount), (int)targets[place]), weights[place / stepCount]);
        }
        return mean.Value;
    }

    public void Finish(Span<float> output)
    {
        for (var start = 0; start < output.Length; start += classCount)
        {
            var step = output.Slice(start, classCount);
            if (IsMissing(step))
                continue;
            // Shifted by its largest value, so that the exponentials cannot overflow.
            TensorPrimitives.Subtract(step, TensorPrimitives.Max<float>(step), step);
            TensorPrimitives.SoftMax<float>(step, step);
        }
    }

    public static void Unfinish(Span<float> scores)
    {
        foreach (ref var score in scores)
            score = float.IsNegativeInfinity(score) ? score : MathF.Log(Math.Max(score, float.Epsilon));
    }

    /// <summary>The outputs of one step of a row.</summary>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> outputs, int step) => outputs.Slice(step * classCount, classCount);

    public static bool IsMissing(ReadOnlySpan<float> step) => float.IsNegativeInfinity(step[0]);

    /// <summary>The places in a flat target where there is one.</summary>
    private static long[] Labelled(torch.Tensor target)
    {
        using var own = target.detach().contiguous();
        var values = MemoryMarshal.Cast<byte, float>(own.bytes);
        List<long> places = new(values.Length);
        for (var place = 0; place < values.Length; place++)
        {
            if (values[place] >= 0)
                places.Add(place);
        }
        return [.. places];
    }
}
