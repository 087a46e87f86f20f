using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>A loss between one logit and one label of 0 or 1, or between as many of both.</summary>
internal interface IBinaryLoss
{
    /// <summary>The loss of each logit.</summary>
    /// <param name="logits">Shape [rows, labels].</param>
    /// <param name="targets">Shape [rows, labels], from 0 to 1.</param>
    torch.Tensor Elements(torch.Tensor logits, torch.Tensor targets);

    /// <summary>Their mean, in as few operators as there are.</summary>
    torch.Tensor Mean(torch.Tensor logits, torch.Tensor targets) => Elements(logits, targets).mean();

    /// <summary>The same in managed code, for one logit.</summary>
    double Value(double logit, double target);

    /// <summary>The derivative of <see cref="Value"/> by the logit; where it has none, what libtorch takes.</summary>
    double Slope(double logit, double target);
}
