using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Softplus : nn.Module<Tensor, Tensor>
{
    private readonly double _beta;
    private readonly double _threshold;

    internal Softplus(double beta, double threshold)
        : base(nameof(Softplus))
    {
        _beta = beta;
        _threshold = threshold;
    }

    public override string GetName() => nameof(Softplus);

    public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, _beta, _threshold);
}
