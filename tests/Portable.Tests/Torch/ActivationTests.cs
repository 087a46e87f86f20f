using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ActivationTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["ReLU"] = new(x => nn.functional.relu(x), Golden.ReLU),
        ["Tanh"] = new(x => nn.functional.tanh(x), Golden.Tanh),
        ["Sigmoid"] = new(nn.functional.sigmoid, Golden.Sigmoid),
        ["GELU"] = new(nn.functional.gelu, Golden.GELU),
        ["SiLU"] = new(x => nn.functional.silu(x), Golden.SiLU),
        ["SELU"] = new(x => nn.functional.selu(x), Golden.SELU),
        ["Mish"] = new(nn.functional.Mish, Golden.Mish),
        ["ELU"] = new(x => nn.functional.elu(x, 0.7), Golden.ELU),
        ["LeakyReLU"] = new(x => nn.functional.leaky_relu(x, 0.2), Golden.LeakyReLU),
        ["Softplus"] = new(x => nn.functional.softplus(x, 2, 20), Golden.Softplus),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_equals_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (function, expected) = Cases[name];
        var points = tensor(Golden.Points);

        Close.To(expected, function(points));
        Close.To(Golden.Points, points);
    }

    private sealed record Case(Func<Tensor, Tensor> Function, float[] Expected);
}
