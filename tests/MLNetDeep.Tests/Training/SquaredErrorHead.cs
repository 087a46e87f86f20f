using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

/// <summary>Mean squared error, for tests of the loop alone.</summary>
internal sealed class SquaredErrorHead(int outputWidth = 1) : ITrainingHead
{
    public int OutputWidth => outputWidth;

    public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight)
    {
        torch.Tensor error = (output - target).square();
        if (weight is null)
            return error.mean();
        return (error.mean([1]) * weight).sum() / weight.sum();
    }
}
