using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

/// <summary>Faults come back as .NET exceptions with libtorch's words; nothing ends the process.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(4, 5)));
        Assert.StartsWith("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message);
        error = Assert.Throws<ExternalException>(() => ones(2).add(ones(3)));
        Assert.StartsWith("The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0", error.Message);
        error = Assert.Throws<ExternalException>(() => ones(6).view(4));
        Assert.StartsWith("shape '[4]' is invalid for input of size 6", error.Message);
    }

    [Fact]
    public void Class_out_of_range_is_named()
    {
        using var scope = NewDisposeScope();

        var error = Assert.ThrowsAny<Exception>(() => nn.functional.cross_entropy(ones(1, 2), tensor(new long[] { 5 })));
        Assert.StartsWith("Target 5 is out of bounds.", error.Message);
    }

    [Fact]
    public void Disposed_tensor_says_so()
    {
        var tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();

        Assert.True(tensor.IsInvalid);
        var error = Assert.Throws<InvalidOperationException>(() => tensor.add(1));
        Assert.Equal("Tensor invalid -- empty handle.", error.Message);
    }

    [Fact]
    public void Elements_are_read_as_their_own_type_only()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ArgumentException>(() => ones(2).data<double>());
        Assert.Equal("Double is not compatible with Float32", error.Message);
        error = Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Equal("Number of elements in the tensor must be 1", error.Message);
    }

    [Fact]
    public void Memory_of_a_strided_view_is_not_one_block()
    {
        using var scope = NewDisposeScope();
        var view = ones(2, 3).t();

        var error = Assert.Throws<InvalidOperationException>(() => view.bytes.Length);
        Assert.Equal("Bytes() called on non-contiguous tensor.", error.Message);
    }

    [Fact]
    public void Work_goes_on_after_an_error()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 100; i++)
            Assert.Throws<ExternalException>(() => ones(2).add(ones(3)));

        Assert.Equal(4, (ones(2) + ones(2)).sum().ToSingle());
    }
}
