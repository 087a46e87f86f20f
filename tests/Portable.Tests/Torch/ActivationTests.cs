using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ActivationTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["ReLU"] = new(x => x.relu(), Golden.ReLU),
        ["Tanh"] = new(x => x.tanh(), Golden.Tanh),
        ["Sigmoid"] = new(x => x.sigmoid(), Golden.Sigmoid),
        ["GELU"] = new(x => x.gelu(), Golden.GELU),
        ["SiLU"] = new(x => x.silu(), Golden.SiLU),
        ["SELU"] = new(x => x.selu(), Golden.SELU),
        ["Mish"] = new(nn.functional.Mish, Golden.Mish),
        ["ELU"] = new(x => x.elu(0.7, 1, 1), Golden.ELU),
        ["LeakyReLU"] = new(x => x.leaky_relu(0.2), Golden.LeakyReLU),
        ["Softplus"] = new(x => (x * 2).softplus() / 2, Golden.Softplus),
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
