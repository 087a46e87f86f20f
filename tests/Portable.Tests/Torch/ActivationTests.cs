using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ActivationTests
{
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Module, Func<Tensor, Tensor> Function, float[] Expected)> Cases = new()
    {
        ["ReLU"] = (() => nn.ReLU(), x => nn.functional.relu(x), Golden.ReLU),
        ["Tanh"] = (nn.Tanh, x => nn.functional.tanh(x), Golden.Tanh),
        ["Sigmoid"] = (nn.Sigmoid, nn.functional.sigmoid, Golden.Sigmoid),
        ["GELU"] = (nn.GELU, nn.functional.gelu, Golden.GELU),
        ["SiLU"] = (nn.SiLU, x => nn.functional.silu(x), Golden.SiLU),
        ["SELU"] = (() => nn.SELU(), x => nn.functional.selu(x), Golden.SELU),
        ["Mish"] = (nn.Mish, nn.functional.Mish, Golden.Mish),
        ["ELU"] = (() => nn.ELU(0.7), x => nn.functional.elu(x, 0.7), Golden.ELU),
        ["LeakyReLU"] = (() => nn.LeakyReLU(0.2), x => nn.functional.leaky_relu(x, 0.2), Golden.LeakyReLU),
        ["Softplus"] = (() => nn.Softplus(2, 20), x => nn.functional.softplus(x, 2, 20), Golden.Softplus),
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
}
