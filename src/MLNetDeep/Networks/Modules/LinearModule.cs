using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>y = x W^T + b.</summary>
internal sealed class LinearModule(torch.Tensor weight, torch.Tensor? bias) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => torch.nn.functional.linear(input, weight, bias);
}
