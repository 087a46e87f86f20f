using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Batch normalisation; libtorch moves the running statistics, which are views of the flat tensor, in place.</summary>
internal sealed class BatchNorm1dModule(BatchNorm1dSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];
    private readonly torch.Tensor _mean = context["running_mean"];
    private readonly torch.Tensor _variance = context["running_var"];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        torch.nn.functional.batch_norm(input, _mean, _variance, _weight, _bias, pass != Pass.Scoring, spec.Momentum, spec.Epsilon);
}
