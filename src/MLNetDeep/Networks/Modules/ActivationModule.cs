using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>An element-wise function.</summary>
internal sealed class ActivationModule(Activation activation, double? parameter) : LayerModule
{
    private readonly Func<torch.Tensor, torch.Tensor> _function = Function(activation, parameter);

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => _function(input);

    private static Func<torch.Tensor, torch.Tensor> Function(Activation activation, double? parameter) => activation switch
    {
        Activation.Relu => x => x.relu(),
        Activation.LeakyRelu => x => x.leaky_relu(parameter ?? 0.01),
        Activation.Elu => x => x.elu(parameter ?? 1, 1, 1),
        Activation.Selu => x => x.selu(),
        Activation.Gelu => x => x.gelu(),
        Activation.Silu => x => x.silu(),
        Activation.Mish => x => torch.nn.functional.Mish(x),
        Activation.Tanh => x => x.tanh(),
        Activation.Sigmoid => x => x.sigmoid(),
        Activation.Softplus => x => x.softplus(),
        Activation.Identity => x => x,
        Activation.GeluTanh => GeluTanh,
        Activation.HardSigmoid => x => x.hardsigmoid(),
        Activation.HardTanh => x => x.hardtanh(-1, 1),
        Activation.HardSwish => x => x.hardswish(),
        Activation.Softsign => x => torch.nn.functional.Softsign(x),
        Activation.Step => x => x.relu().sign(), // whose gradient is 0, not absent
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no module."),
    };

    /// <summary>0.5 x (1 + tanh u) is x times the logistic function of 2 u; here u = sqrt(2 / pi) (x + 0.044715 x^3).</summary>
    private static torch.Tensor GeluTanh(torch.Tensor x)
    {
        double factor = 2 * Math.Sqrt(2 / Math.PI);
        return ((x.square() * (0.044715 * factor) + factor) * x).sigmoid() * x;
    }
}

/// <summary>x + (f(x) - x) a.</summary>
internal sealed class ParametricActivationModule(ActivationModule function, torch.Tensor weight) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.lerp(function.Forward(input, pass), weight);
}

/// <summary>x, or a x below 0; libtorch's own takes the second dimension for the units, which in an ensemble are the members.</summary>
internal sealed class ParametricReluModule(torch.Tensor weight) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.relu().lerp(input, weight);
}

/// <summary>The largest of each group of neighbours.</summary>
internal sealed class MaxoutModule(int pieces, IReadOnlyList<int> inputShape) : LayerModule
{
    private readonly long[] _grouped = [-1, .. inputShape.SkipLast(1).Select(size => (long)size), inputShape[^1] / pieces, pieces];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.contiguous().view(_grouped).amax(-1);
}

/// <summary>A factor for each feature.</summary>
internal sealed class ScaleModule(torch.Tensor weight) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input * weight;
}
