using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class LayerTests
{
    private static Tensor X => tensor(Golden.X, 4, 3);

    [Fact]
    public void Linear_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        Close.To(Golden.Linear, nn.functional.linear(X, tensor(Golden.Weight, 2, 3), tensor(Golden.Bias)));
    }

    [Fact]
    public void Batch_norm_trains_and_scores_like_PyTorch()
    {
        using var scope = NewDisposeScope();
        var (mean, variance) = (zeros(3), ones(3));
        Tensor Normalise(bool training) => nn.functional.batch_norm(
            X, mean, variance, tensor(new[] { 1.5f, 0.5f, -1f }), tensor(new[] { 0.1f, 0.2f, 0.3f }), training, momentum: 0.2, eps: 1e-3);

        Close.To(Golden.BatchNormTrain, Normalise(training: true));
        Close.To(Golden.RunningMean, mean);
        Close.To(Golden.RunningVar, variance);
        Close.To(Golden.BatchNormEval, Normalise(training: false));
        Close.To(Golden.RunningMean, mean);
    }

    [Fact]
    public void One_hot_marks_the_class()
    {
        using var scope = NewDisposeScope();

        Close.To([0, 0, 1, 1, 0, 0], nn.functional.one_hot(tensor(new long[] { 2, 0 }), 3));
    }
}
