using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>A loss between outputs and numbers, both scaled: in standard deviations from the training mean.</summary>
internal interface IRegressionLoss
{
    /// <summary>Numbers the network puts out for one target.</summary>
    int OutputsPerTarget => 1;

    /// <summary>Whether targets are counts: at least 0, and scaled by their mean alone, so that 0 stays 0.</summary>
    bool IsForCounts => false;

    /// <summary>The loss of each output, or of each target.</summary>
    /// <param name="output">Shape [rows, targets × <see cref="OutputsPerTarget"/>].</param>
    /// <param name="target">Shape [rows, targets].</param>
    /// <returns>Shape [rows, n], the same n for every batch.</returns>
    torch.Tensor Elements(torch.Tensor output, torch.Tensor target);

    /// <summary>Their mean, in as few operators as there are.</summary>
    torch.Tensor Mean(torch.Tensor output, torch.Tensor target) => Elements(output, target).mean();

    /// <summary>The same in managed code, for one target.</summary>
    /// <param name="output">Shape [<see cref="OutputsPerTarget"/>].</param>
    /// <param name="target">The scaled target.</param>
    double Value(ReadOnlySpan<float> output, double target);

    /// <summary>The derivatives of <see cref="Value"/> by the outputs; where there is none, what libtorch takes.</summary>
    /// <param name="output">Shape [<see cref="OutputsPerTarget"/>].</param>
    /// <param name="target">The scaled target.</param>
    /// <param name="slopes">Takes the derivatives, as many as there are outputs.</param>
    void Derive(ReadOnlySpan<float> output, double target, Span<float> slopes);

    /// <summary>Turns the outputs for one target into scaled predictions, in place.</summary>
    void Link(Span<float> output)
    {
    }

    /// <summary>Turns scaled predictions back into outputs, in place.</summary>
    void Unlink(Span<float> predictions)
    {
    }
}
