using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ActivationTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["ReLU"] = new(() => nn.ReLU(), x => nn.functional.relu(x), Golden.ReLU),
        ["Tanh"] = new(nn.Tanh, x => nn.functional.tanh(x), Golden.Tanh),
        ["Sigmoid"] = new(nn.Sigmoid, nn.functional.sigmoid, Golden.Sigmoid),
        ["GELU"] = new(nn.GELU, nn.functional.gelu, Golden.GELU),
        ["SiLU"] = new(nn.SiLU, x => nn.functional.silu(x), Golden.SiLU),
        ["SELU"] = new(() => nn.SELU(), x => nn.functional.selu(x), Golden.SELU),
        ["Mish"] = new(nn.Mish, nn.functional.Mish, Golden.Mish),
        ["ELU"] = new(() => nn.ELU(0.7), x => nn.functional.elu(x, 0.7), Golden.ELU),
        ["LeakyReLU"] = new(() => nn.LeakyReLU(0.2), x => nn.functional.leaky_relu(x, 0.2), Golden.LeakyReLU),
        ["Softplus"] = new(() => nn.Softplus(2, 20), x => nn.functional.softplus(x, 2, 20), Golden.Softplus),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_and_function_equal_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (module, function, expected) = Cases[name];
        var points = tensor(Golden.Points);
        using var instance = module();

        Close.To(expected, instance.call(points));
        Close.To(expected, function(points));
        Close.To(Golden.Points, points);
        Assert.Equal(name, instance.GetName());
    }

    private sealed record Case(Func<nn.Module<Tensor, Tensor>> Module, Func<Tensor, Tensor> Function, float[] Expected);
}
