using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>An element-wise function.</summary>
internal sealed class ActivationModule(Activation activation) : LayerModule
{
    private readonly Func<torch.Tensor, torch.Tensor> _function = activation switch
    {
        Activation.Relu => x => x.relu(),
        Activation.LeakyRelu => x => x.leaky_relu(0.01),
        Activation.Elu => x => x.elu(1, 1, 1),
        Activation.Selu => x => x.selu(),
        Activation.Gelu => x => x.gelu(),
        Activation.Silu => x => x.silu(),
        Activation.Mish => x => torch.nn.functional.Mish(x),
        Activation.Tanh => x => x.tanh(),
        Activation.Sigmoid => x => x.sigmoid(),
        Activation.Softplus => x => x.softplus(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no module."),
    };

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => _function(input);
}
