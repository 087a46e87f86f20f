using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class ELU : nn.Module<Tensor, Tensor>
{
    private readonly double _alpha;
    private readonly bool _inplace;

    internal ELU(double alpha, bool inplace)
        : base(nameof(ELU))
    {
        _alpha = alpha;
        _inplace = inplace;
    }

    public override string GetName() => nameof(ELU);

    public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, _alpha, _inplace);
}
