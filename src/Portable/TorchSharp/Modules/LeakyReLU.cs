using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
{
    private readonly double _negativeSlope;
    private readonly bool _inplace;

    internal LeakyReLU(double negativeSlope, bool inplace)
        : base(nameof(LeakyReLU))
    {
        _negativeSlope = negativeSlope;
        _inplace = inplace;
    }

    public override string GetName() => nameof(LeakyReLU);

    public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, _negativeSlope, _inplace);
}
