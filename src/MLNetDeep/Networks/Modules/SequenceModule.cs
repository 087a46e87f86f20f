using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Layers one after the other.</summary>
internal sealed class SequenceModule(IReadOnlyList<(string Name, LayerModule Module)> layers, StepState step) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        foreach ((string name, LayerModule module) in layers)
        {
            input = module.Forward(input, pass);
            step.Observer?.Invoke(name, input);
        }

        return input;
    }
}

/// <summary>Branches side by side; null hands the input on.</summary>
internal sealed class ParallelModule(IReadOnlyList<LayerModule?> branches, BranchJoin join) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        var outputs = new torch.Tensor[branches.Count];
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = branches[i]?.Forward(input, pass) ?? input;
        if (join == BranchJoin.Concatenate)
            return torch.cat(outputs, -1);
        torch.Tensor sum = outputs[0];
        foreach (torch.Tensor output in outputs.AsSpan(1))
            sum = sum + output;
        return sum;
    }
}

/// <summary>Some of the columns.</summary>
internal sealed class SelectModule(SelectSpec spec, int rank) : LayerModule
{
    private readonly torch.Tensor? _columns =
        spec.IsStretch ? null : torch.tensor([.. spec.Columns.Select(column => (long)column)], torch.ScalarType.Int64);

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        _columns is null ? input.narrow(rank, spec.Columns[0], spec.Columns.Count) : input.index_select(rank, _columns);
}

/// <summary>Layer normalisation.</summary>
internal sealed class LayerNormModule(LayerNormSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];
    private readonly long[] _shape = [context.InputShape[^1]];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        torch.nn.functional.layer_norm(input, _shape, _weight, _bias, spec.Epsilon);
}
