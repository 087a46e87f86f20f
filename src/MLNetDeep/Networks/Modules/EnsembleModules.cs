using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Each row for every member, as a view; or, where members are trained on rows of their own, each in its turn.</summary>
internal sealed class EnsembleViewModule(int members, ModuleContext context) : LayerModule
{
    private readonly long _width = context.InputShape[0];
    private readonly StepState _step = context.Step;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => pass == Pass.Training && _step.SeparatesMembers
        ? input.view(-1, members, _width)
        : input.unsqueeze(1).expand(-1, members, -1);
}

/// <summary>y = ((x * r) W^T) * s + b, where W is shared.</summary>
internal sealed class EnsembleLinearModule(ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"]; // [outputs, inputs]
    private readonly torch.Tensor _r = context["r"]; // [members, inputs]
    private readonly torch.Tensor _s = context["s"]; // [members, outputs], as the biases
    private readonly torch.Tensor _bias = context["bias"];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        _bias.addcmul(torch.nn.functional.linear(input * _r, _weight), _s, 1);
}

/// <summary>A linear layer for each member.</summary>
internal sealed class MemberLinearModule(ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"]; // [members, outputs, inputs]
    private readonly torch.Tensor _bias = context["bias"]; // [members, outputs]

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        input.transpose(0, 1).bmm(_weight.transpose(1, 2)).transpose(0, 1) + _bias;
}
