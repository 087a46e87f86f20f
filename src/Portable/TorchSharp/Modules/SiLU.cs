using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class SiLU : nn.Module<Tensor, Tensor>
{
    internal SiLU()
        : base(nameof(SiLU))
    {
    }

    public override string GetName() => nameof(SiLU);

    public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor);
}
