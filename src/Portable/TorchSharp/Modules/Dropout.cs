using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>While training, zeroes each element with a probability and scales up the rest.</summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        _p = p;
        _inplace = inplace;
    }

    public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, _p, training, _inplace);
}
