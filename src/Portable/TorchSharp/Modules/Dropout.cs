using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Drops with the process-wide generator; a mask drawn with bernoulli_ takes one's own.</summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout)) => (_p, _inplace) = (p, inplace);

    public override Tensor forward(Tensor tensor) =>
        _inplace ? Operator.InPlace("dropout_", tensor, _p, training) : Operator.Call("dropout", tensor, _p, training);
}
