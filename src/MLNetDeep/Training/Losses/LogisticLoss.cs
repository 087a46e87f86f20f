using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>−log(probability of the true class) of a logit, in nats: the default of binary and multi-label classification.</summary>
public sealed record LogisticLoss : LossFunction, IBinaryLoss
{
    internal override bool TakesLabelSmoothing => true;

    torch.Tensor IBinaryLoss.Elements(torch.Tensor logits, torch.Tensor targets) =>
        torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: torch.nn.Reduction.None);

    torch.Tensor IBinaryLoss.Mean(torch.Tensor logits, torch.Tensor targets) =>
        torch.nn.functional.binary_cross_entropy_with_logits(logits, targets);

    double IBinaryLoss.Value(double logit, double target) => BinaryMeasures.Softplus(logit) - (target * logit);

    double IBinaryLoss.Slope(double logit, double target) => BinaryMeasures.Logistic(logit) - target;
}
