using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Tasks;

/// <summary>How well logits tell several classes apart.</summary>
internal static class ClassMeasures
{
    /// <summary>The share of rows that are predicted right: of all rows, and averaged over the classes that occur.</summary>
    /// <param name="logits">Shape [rows, classes].</param>
    /// <param name="labels">Class indices, shape [rows].</param>
    /// <param name="weights">How much each row counts.</param>
    public static (double Micro, double Macro) Accuracy(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var classCount = logits.Length / labels.Length;
        var all = new WeightedMean();
        var byClass = new WeightedMean[classCount];
        for (var row = 0; row < labels.Length; row++)
        {
            var label = (int)labels[row];
            var isRight = TensorPrimitives.IndexOfMax(logits.Slice(row * classCount, classCount)) == label ? 1 : 0;
            all.Add(isRight, weights[row]);
            byClass[label].Add(isRight, weights[row]);
        }
        var present = byClass.Where(mean => !double.IsNaN(mean.Value)).ToArray();
        return (all.Value, present.Length == 0 ? double.NaN : present.Average(mean => mean.Value));
    }

    /// <summary>The mean of −log(probability of the true class), in nats.</summary>
    public static double LogLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var classCount = logits.Length / labels.Length;
        var mean = new WeightedMean();
        for (var row = 0; row < labels.Length; row++)
            mean.Add(LogLoss(logits.Slice(row * classCount, classCount), (int)labels[row]), weights[row]);
        return mean.Value;
    }

    /// <summary>−log(probability of a class) in one row.</summary>
    public static double LogLoss(ReadOnlySpan<float> logits, int label)
    {
        double largest = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return largest + Math.Log(sum) - logits[label];
    }

    /// <summary>The probabilities of a row's classes.</summary>
    /// <returns>The logarithm of the sum of the logits' exponentials.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SoftMax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        // Plain loops: classes are few, and this is run for every row of every step.
        var largest = logits[0];
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        for (var index = 0; index < logits.Length; index++)
        {
            probabilities[index] = MathF.Exp(logits[index] - largest);
            sum += probabilities[index];
        }
        var factor = (float)(1 / sum);
        foreach (ref var probability in probabilities)
            probability *= factor;
        return largest + Math.Log(sum);
    }
}
