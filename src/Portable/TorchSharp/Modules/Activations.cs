using static TorchSharp.torch;

namespace TorchSharp.Modules;

// The activations: each is its function as a module.

public sealed class ReLU : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal ReLU(bool inplace)
        : base(nameof(ReLU)) => _inplace = inplace;

    public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, _inplace);
}

public sealed class Tanh : nn.Module<Tensor, Tensor>
{
    internal Tanh()
        : base(nameof(Tanh))
    {
    }

    public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor);
}

public sealed class Sigmoid : nn.Module<Tensor, Tensor>
{
    internal Sigmoid()
        : base(nameof(Sigmoid))
    {
    }

    public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor);
}

public sealed class GELU : nn.Module<Tensor, Tensor>
{
    internal GELU()
        : base(nameof(GELU))
    {
    }

    public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor);
}

public sealed class SiLU : nn.Module<Tensor, Tensor>
{
    internal SiLU()
        : base(nameof(SiLU))
    {
    }

    public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor);
}

public sealed class SELU : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal SELU(bool inplace)
        : base(nameof(SELU)) => _inplace = inplace;

    public override Tensor forward(Tensor tensor) => nn.functional.selu(tensor, _inplace);
}

public sealed class Mish : nn.Module<Tensor, Tensor>
{
    internal Mish()
        : base(nameof(Mish))
    {
    }

    public override Tensor forward(Tensor tensor) => nn.functional.Mish(tensor);
}

public sealed class ELU : nn.Module<Tensor, Tensor>
{
    private readonly double _alpha;
    private readonly bool _inplace;

    internal ELU(double alpha, bool inplace)
        : base(nameof(ELU)) => (_alpha, _inplace) = (alpha, inplace);

    public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, _alpha, _inplace);
}

public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
{
    private readonly double _negativeSlope;
    private readonly bool _inplace;

    internal LeakyReLU(double negativeSlope, bool inplace)
        : base(nameof(LeakyReLU)) => (_negativeSlope, _inplace) = (negativeSlope, inplace);

    public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, _negativeSlope, _inplace);
}

public sealed class Softplus : nn.Module<Tensor, Tensor>
{
    private readonly double _beta;
    private readonly double _threshold;

    internal Softplus(double beta, double threshold)
        : base(nameof(Softplus)) => (_beta, _threshold) = (beta, threshold);

    public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, _beta, _threshold);
}
