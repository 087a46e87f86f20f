using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x·Wᵀ + b.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    // PyTorch's initialisation: both drawn from U(-1/√inputs, 1/√inputs), with the process-wide generator.
    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        weight = new Parameter(empty(outputSize, inputSize, dtype, device).uniform_(-bound, bound));
        if (hasBias)
            bias = new Parameter(empty(outputSize, dtype, device).uniform_(-bound, bound));
    }

    /// <summary>Shape [outputs, inputs].</summary>
    public Parameter? weight
    {
        get => Shared("weight");
        set => Replace("weight", value);
    }

    /// <summary>Shape [outputs]; null without a bias.</summary>
    public Parameter? bias
    {
        get => Shared("bias");
        set => Replace("bias", value);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, get_parameter("weight")!, get_parameter("bias"));
}
