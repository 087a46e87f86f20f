using TorchSharp;
using static TorchSharp.torch.nn;

namespace MLNetDeep.Networks.Modules;

/// <summary>An element-wise function.</summary>
internal sealed class ActivationModule(Activation activation) : LayerModule
{
    private readonly Func<torch.Tensor, torch.Tensor> _function = activation switch
    {
        Activation.Relu => x => functional.relu(x),
        Activation.LeakyRelu => x => functional.leaky_relu(x, 0.01),
        Activation.Elu => x => functional.elu(x, 1.0),
        Activation.Selu => x => functional.selu(x),
        Activation.Gelu => x => functional.gelu(x),
        Activation.Silu => x => functional.silu(x),
        Activation.Mish => x => x * torch.tanh(functional.softplus(x)), // TorchSharp 0.102.7 has no functional.mish
        Activation.Tanh => torch.tanh,
        Activation.Sigmoid => torch.sigmoid,
        Activation.Softplus => x => functional.softplus(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no module."),
    };

    public override torch.Tensor Forward(torch.Tensor input, bool training) => _function(input);
}
