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
}
