using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ArithmeticTests
{
    private static Tensor X => tensor(Golden.X, 4, 3);

    [Fact]
    public void Operators_work_with_tensors_and_numbers_on_either_side()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2f, -4f });

        Close.To([3, -3], x + 1);
        Close.To([3, -3], 1 + x);
        Close.To([1, -5], x - 1);
        Close.To([-1, 5], 1 - x);
        Close.To([4, -8], x * 2.0);
        Close.To([1, -2], x / 2);
        Close.To([0.5f, -0.25f], 1 / x);
        Close.To([0, 0], x % 2);
        Close.To([-2, 4], -x);
        Close.To([4, 16], x * x);
        Close.To([1, 0], x > 0);
        Close.To([0, 1], x <= -4);
        Close.To([0, 1], 0 > x);
        Close.To([1, 0], x == 2);
        Close.To([1, 1], (x > 0) | (x < 0));
        Close.To([0, 1], ~(x > 0));
    }

    [Fact]
    public void Products_equal_hand_calculation()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2f, 3f, 4f }, 2, 2);
        var b = tensor(new[] { 5f, 6f, 7f, 8f }, 2, 2);

        Close.To([19, 22, 43, 50], a.mm(b));
        Close.To([19, 22, 43, 50], a.matmul(b));
    }

    [Fact]
    public void Reductions_equal_PyTorch_and_hand_calculation()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, -2f, 3f, 4f, 0f, -6f }, 2, 3);

        Close.To([0], x.sum());
        Close.To([2, -2], x.sum(1));
        Close.To([2.5f, -1, -1.5f], x.mean([0]));
        Assert.Equal([2L, 1], x.mean([1L], keepdim: true).shape);
        Close.To([4], x.max());
        Close.To([2, 0], x.argmax(1));
        Close.To([MathF.Sqrt(66)], x.norm());
    }

    [Fact]
    public void Whole_tensors_are_equal_in_values_and_shape()
    {
        using var scope = NewDisposeScope();

        Assert.True(X.Equals(X));
        Assert.False(X.Equals(X.t()));
        Assert.True(X.allclose(X + 1e-9));
        Assert.False(X.allclose(X + 1e-3));
    }
}
