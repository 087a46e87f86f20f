using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>A loss between the logits of several classes and the index of the true one.</summary>
internal interface IClassLoss
{
    /// <summary>The loss of each row.</summary>
    /// <param name="logits">Shape [rows, classes].</param>
    /// <param name="labels">Class indices, int64, shape [rows].</param>
    /// <param name="labelSmoothing">Share of a label that goes to all classes alike.</param>
    torch.Tensor Rows(torch.Tensor logits, torch.Tensor labels, double labelSmoothing);

    /// <summary>Their mean, in as few operators as there are.</summary>
    torch.Tensor Mean(torch.Tensor logits, torch.Tensor labels, double labelSmoothing) => Rows(logits, labels, labelSmoothing).mean();

    /// <summary>The same in managed code, for one row and without smoothing.</summary>
    double Value(ReadOnlySpan<float> logits, int label);

    /// <summary>The loss of one row and its derivatives by the logits, in managed code.</summary>
    /// <param name="logits">Shape [classes].</param>
    /// <param name="label">Index of the true class.</param>
    /// <param name="labelSmoothing">Share of a label that goes to all classes alike.</param>
    /// <param name="slopes">Takes the derivatives, shape [classes]; where there is none, what libtorch takes.</param>
    double Derive(ReadOnlySpan<float> logits, int label, double labelSmoothing, Span<float> slopes);
}
