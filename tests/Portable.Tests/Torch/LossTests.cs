using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Portable.Tests.Torch;

public sealed class LossTests
{
    private static readonly long[] ClassIndices = [2, 0, 1, 2];
    private static readonly float[] ClassWeights = [1f, 2f, 0.5f];

    private static Tensor Logits => tensor(Golden.Logits, 4, 3);

    private static Tensor Scores => tensor(Golden.Scores);

    private static Tensor Truths => tensor(Golden.Truths);

    private static Tensor Targets => tensor(Golden.Targets);

    [Fact]
    public void Cross_entropy_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        var classes = tensor(ClassIndices);

        Close.To(Golden.CrossEntropy, cross_entropy(Logits, classes));
        Close.To(Golden.CrossEntropyRows, cross_entropy(Logits, classes, reduction: nn.Reduction.None));
        Close.To(Golden.CrossEntropySmoothed, cross_entropy(Logits, classes, tensor(ClassWeights), label_smoothing: 0.1));
    }

    [Fact]
    public void Cross_entropy_takes_probabilities_too()
    {
        using var scope = NewDisposeScope();

        Close.To(Golden.CrossEntropy, cross_entropy(Logits, one_hot(tensor(ClassIndices), 3).@float()));
    }

    [Fact]
    public void Binary_cross_entropy_of_logits_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 1f, 2f, 3f, 4f, 5f });
        var positive = tensor(new[] { 2.5f });

        Close.To(Golden.LogitsLoss, binary_cross_entropy_with_logits(Scores, Truths));
        Close.To(Golden.LogitsLossWeighed, binary_cross_entropy_with_logits(Scores, Truths, weights, nn.Reduction.Sum, positive));
    }

    [Fact]
    public void Regression_losses_equal_PyTorch()
    {
        using var scope = NewDisposeScope();

        Close.To(Golden.SquaredError, mse_loss(Scores, Targets));
        Close.To(Golden.Huber, huber_loss(Scores, Targets, 0.75));
    }

    [Fact]
    public void Squared_error_by_hand()
    {
        using var scope = NewDisposeScope();
        var loss = mse_loss(tensor(new[] { 1f, 2f }), tensor(new[] { 3f, -1f }));

        Assert.Equal((4f + 9f) / 2, loss.ToSingle());
    }

    /// <summary>The one intended difference: TorchSharp 0.102.7 squares here, as its successor does not.</summary>
    [Fact]
    public void Absolute_error_is_absolute_in_the_portable_packages()
    {
        using var scope = NewDisposeScope();
        if (!typeof(torch).Assembly.IsPortable())
            return;

        Close.To(Golden.AbsoluteErrorSum, l1_loss(Scores, Targets, nn.Reduction.Sum));
    }
}
