using TorchSharp.Modules;
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
    public void Parameters_of_modules_join_the_flat_tensor()
    {
        using var scope = NewDisposeScope();
        using var apart = Network();
        using var joined = Network();
        joined.load_state_dict(apart.state_dict());
        var (flat, gradient) = Join(joined);
        var x = tensor(Golden.X, 4, 3);
        var classes = tensor(new long[] { 2, 0, 1, 2 });

        for (var step = 0; step < 20; step++)
        {
            nn.functional.cross_entropy(apart.call(x), classes).backward();
            nn.functional.cross_entropy(joined.call(x), classes).backward();
            using (no_grad())
            {
                foreach (var parameter in apart.parameters())
                {
                    parameter.add_(parameter.grad!, -0.1);
                    parameter.grad!.zero_();
                }

                flat.add_(gradient, -0.1);
                gradient.zero_();
            }
        }

        var expected = cat([.. apart.parameters().Select(p => p.detach().flatten())]);
        Close.To(expected.data<float>().ToArray(), flat);
        Assert.False(expected.allclose(zeros(flat.numel())));
    }

    private static Sequential Network() => nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3));

    private static (Tensor Flat, Tensor Gradient) Join(nn.Module module)
    {
        var parameters = module.parameters().ToArray();
        var flat = cat([.. parameters.Select(p => p.detach().flatten())]);
        var gradient = zeros_like(flat);
        long offset = 0;
        using (no_grad())
        {
            foreach (var parameter in parameters)
            {
                var shape = parameter.shape;
                var length = parameter.numel();
                parameter.set_(flat.narrow(0, offset, length).view(shape));
                parameter.grad = gradient.narrow(0, offset, length).view(shape);
                offset += length;
            }
        }

        return (flat, gradient);
    }
}
