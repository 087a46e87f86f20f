using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each row over its last dimensions.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] _normalizedShape;
    private readonly double _eps;

    internal LayerNorm(long[] normalizedShape, double eps, bool elementwiseAffine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        _normalizedShape = normalizedShape;
        _eps = eps;
        if (!elementwiseAffine)
            return;
        register_parameter("weight", new Parameter(ones(normalizedShape, dtype, device)));
        if (bias)
            register_parameter("bias", new Parameter(zeros(normalizedShape, dtype, device)));
    }

    public Parameter? weight
    {
        get => get_parameter("weight")?.Share();
        set => ConditionallyRegisterParameter("weight", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public Parameter? bias
    {
        get => get_parameter("bias")?.Share();
        set => ConditionallyRegisterParameter("bias", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public override Tensor forward(Tensor tensor) =>
        nn.functional.layer_norm(tensor, _normalizedShape, get_parameter("weight"), get_parameter("bias"), _eps);
}
