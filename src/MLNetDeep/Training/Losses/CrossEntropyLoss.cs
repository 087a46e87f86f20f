using System.Runtime.CompilerServices;
using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>−log(probability of the true class) of a softmax, in nats: the default of multiclass classification.</summary>
public sealed record CrossEntropyLoss : LossFunction, IClassLoss
{
    internal override bool TakesLabelSmoothing => true;

    torch.Tensor IClassLoss.Rows(torch.Tensor logits, torch.Tensor labels, double labelSmoothing) =>
        torch.nn.functional.cross_entropy(logits, labels, reduction: torch.nn.Reduction.None, label_smoothing: labelSmoothing);

    torch.Tensor IClassLoss.Mean(torch.Tensor logits, torch.Tensor labels, double labelSmoothing) =>
        torch.nn.functional.cross_entropy(logits, labels, label_smoothing: labelSmoothing);

    double IClassLoss.Value(ReadOnlySpan<float> logits, int label) => ClassMeasures.LogLoss(logits, label);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double IClassLoss.Derive(ReadOnlySpan<float> logits, int label, double labelSmoothing, Span<float> slopes)
    {
        var logSum = ClassMeasures.SoftMax(logits, slopes);
        var share = labelSmoothing / logits.Length;
        if (labelSmoothing == 0)
        {
            slopes[label] -= 1;
            return logSum - logits[label];
        }
        double sum = 0;
        for (var index = 0; index < logits.Length; index++)
        {
            slopes[index] -= (float)share;
            sum += logits[index];
        }
        slopes[label] -= (float)(1 - labelSmoothing);
        return logSum - ((1 - labelSmoothing) * logits[label]) - (share * sum);
    }
}
