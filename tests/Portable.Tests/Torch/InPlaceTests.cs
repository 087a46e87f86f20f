using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class InPlaceTests
{
    public static TheoryData<string> Names => [.. Operations.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor> Operation, float[] Expected)> Operations { get; } = new()
    {
        ["add_"] = (t => t.add_(2), [1, 6]),
        ["add_ scaled"] = (t => t.add_(ones(2), 0.5), [-0.5f, 4.5f]),
        ["sub_"] = (t => t.sub_(2), [-3, 2]),
        ["mul_"] = (t => t.mul_(2), [-2, 8]),
        ["div_"] = (t => t.div_(2), [-0.5f, 2]),
        ["div_ floor"] = (t => t.div_(2, RoundingMode.floor), [-1, 2]),
        ["clamp_"] = (t => t.clamp_(0, 3), [0, 3]),
        ["relu_"] = (t => t.relu_(), [0, 4]),
        ["fill_"] = (t => t.fill_(7), [7, 7]),
        ["copy_"] = (t => t.copy_(zeros(2)), [0, 0]),
        ["addcmul_"] = (t => t.addcmul_(full(2, 3f), full(2, 5f), 2), [29, 34]),
        ["addcdiv_"] = (t => t.addcdiv_(full(2, 6f), full(2, 3f), 0.5), [0, 5]),
        ["lerp_"] = (t => t.lerp_(zeros(2), full(2, 0.25f)), [-0.75f, 3]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void In_place_calls_change_the_tensor_and_return_it(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, expected) = Operations[name];
        var x = tensor(new[] { -1f, 4f });

        Assert.Same(x, operation(x));
        Close.To(expected, x);
    }

    [Fact]
    public void Zeroing_returns_another_wrapper_of_the_same_tensor()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -1f, 4f });

        var result = x.zero_();

        Assert.NotSame(x, result);
        Close.To([0, 0], x);
        result.Dispose();
        x.add_(1);
        Close.To([1, 1], x);
    }
}
