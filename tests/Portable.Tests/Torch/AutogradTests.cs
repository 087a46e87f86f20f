using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Portable.Tests.Torch;

public sealed class AutogradTests
{
    [Fact]
    public void Gradients_of_a_small_network_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        var w1 = tensor(Golden.W1, 5, 3).requires_grad_();
        var b1 = tensor(Golden.B1).requires_grad_();
        var w2 = tensor(Golden.W2, 3, 5).requires_grad_();
        var b2 = tensor(Golden.B2).requires_grad_();

        var hidden = linear(tensor(Golden.X, 4, 3), w1, b1).tanh();
        var loss = cross_entropy(linear(hidden, w2, b2), tensor(new long[] { 2, 0, 1, 2 }));
        loss.backward();

        Close.To(Golden.MlpLoss, loss);
        Close.To(Golden.W1Grad, w1.grad!);
        Close.To(Golden.B1Grad, b1.grad!);
        Close.To(Golden.W2Grad, w2.grad!);
        Close.To(Golden.B2Grad, b2.grad!);
    }

    [Fact]
    public void Gradient_by_hand_accumulates_until_it_is_cleared()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }).requires_grad_();

        (x * x).sum().backward();
        (x * x).sum().backward();
        Close.To([4, 8, 12], x.grad!);

        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_vector_needs_the_gradient_of_what_follows_it()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }).requires_grad_();

        (x * x).backward([tensor(new[] { 10f, 100f })]);

        Close.To([20, 400], x.grad!);
        var error = Assert.Throws<ExternalException>(() => (x * x).backward());
        Assert.StartsWith("grad can be implicitly created only for scalar outputs", error.Message);
    }

    [Fact]
    public void Graph_is_freed_unless_it_is_retained()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var kept = (x * x).sum();
        kept.backward(retain_graph: true);
        kept.backward();

        Close.To([4, 4], x.grad!);
        var error = Assert.Throws<ExternalException>(() => kept.backward());
        Assert.StartsWith("Trying to backward through the graph a second time", error.Message);
    }

    [Fact]
    public void Only_the_inputs_asked_for_get_gradients()
    {
        using var scope = NewDisposeScope();
        var a = ones(2).requires_grad_();
        var b = ones(2).requires_grad_();

        (a * b).sum().backward(inputs: [b]);

        Assert.Null(a.grad);
        Close.To([1, 1], b.grad!);
    }

    [Fact]
    public void Nothing_is_recorded_in_no_grad()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();

        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).is_leaf);
        Assert.True(x.is_leaf);
    }

    [Fact]
    public void Detached_tensor_shares_values_but_not_the_graph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var detached = x.detach();
        using (no_grad())
            x.add_(1);

        Assert.False(detached.requires_grad);
        Close.To([2, 2], detached);
    }

    [Fact]
    public void Leaf_that_needs_a_gradient_refuses_in_place_changes()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();

        var error = Assert.Throws<ExternalException>(() => x.add_(1));
        Assert.StartsWith("a leaf Variable that requires grad is being used in an in-place operation.", error.Message);
    }
}
