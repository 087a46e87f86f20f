using static TorchSharp.torch;

namespace Portable.Tests.Torch;

/// <summary>Parameters that are slices of one tensor, gradients that are slices of another: what training rests on.</summary>
public sealed class FlatParameterTests
{
    [Fact]
    public void Leaf_made_by_set_accumulates_into_its_slice_of_the_gradient()
    {
        using var scope = NewDisposeScope();
        var flat = zeros(7);
        var gradient = zeros(7);
        var leaf = empty(0);
        leaf.set_(flat.narrow(0, 2, 4).view(2, 2));
        leaf.requires_grad = true;
        leaf.grad = gradient.narrow(0, 2, 4).view(2, 2);

        (leaf * 3).sum().backward();
        (leaf * 4).sum().backward();

        Assert.True(leaf.is_leaf);
        Close.To([0, 0, 7, 7, 7, 7, 0], gradient);
    }

    [Fact]
    public void Detached_view_is_a_leaf_on_the_same_memory()
    {
        using var scope = NewDisposeScope();
        var flat = arange(6, dtype: float32);
        var gradient = zeros(6);
        var leaf = flat.narrow(0, 1, 3).detach().requires_grad_();
        leaf.grad = gradient.narrow(0, 1, 3);

        (leaf * leaf).sum().backward();

        Assert.True(leaf.is_leaf);
        Close.To([0, 2, 4, 6, 0, 0], gradient);
        flat.fill_(9);
        Close.To([9, 9, 9], leaf);
    }

    [Fact]
    public void Leaves_on_a_flat_tensor_train_as_tensors_of_their_own_do()
    {
        using var scope = NewDisposeScope();
        Tensor[] apart = [rand(5, 3).requires_grad_(), rand(5).requires_grad_(), rand(3, 5).requires_grad_(), rand(3).requires_grad_()];
        var flat = cat([.. apart.Select(p => p.detach().flatten())]);
        var gradient = zeros_like(flat);
        var joined = Join(apart, flat, gradient);
        var before = flat.clone();

        for (var step = 0; step < 20; step++)
        {
            Loss(apart).backward();
            Loss(joined).backward();
            using (no_grad())
            {
                foreach (var parameter in apart)
                {
                    parameter.add_(parameter.grad!, -0.1);
                    parameter.grad!.zero_();
                }
                flat.add_(gradient, -0.1);
                gradient.zero_();
            }
        }

        var expected = cat([.. apart.Select(p => p.detach().flatten())]);
        Close.To(expected.data<float>().ToArray(), flat);
        Assert.False(expected.allclose(before));
    }

    private static Tensor Loss(Tensor[] parameters)
    {
        var hidden = nn.functional.linear(tensor(Golden.X, 4, 3), parameters[0], parameters[1]).tanh();
        var logits = nn.functional.linear(hidden, parameters[2], parameters[3]);
        return nn.functional.cross_entropy(logits, tensor(new long[] { 2, 0, 1, 2 }));
    }

    private static Tensor[] Join(Tensor[] parameters, Tensor flat, Tensor gradient)
    {
        long offset = 0;
        return Array.ConvertAll(parameters, parameter =>
        {
            var leaf = flat.narrow(0, offset, parameter.numel()).view(parameter.shape).detach().requires_grad_();
            leaf.grad = gradient.narrow(0, offset, parameter.numel()).view(parameter.shape);
            offset += parameter.numel();
            return leaf;
        });
    }
}
