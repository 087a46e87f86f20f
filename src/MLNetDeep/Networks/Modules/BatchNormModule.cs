using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Batch normalisation; libtorch moves the running statistics, which are views of the flat tensor, in place.</summary>
internal sealed class BatchNormModule(BatchNormSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];
    private readonly torch.Tensor _mean = context["running_mean"];
    private readonly torch.Tensor _variance = context["running_var"];
    private readonly StepState _step = context.Step;
    private readonly string _name = context.NameOf("weight");
    private readonly long[] _shape = [-1, .. context.InputShape.Select(size => (long)size)];

    /// <summary>Pixels, and rows of an ensemble's members, count as rows of the batch.</summary>
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => _shape.Length switch
    {
        2 => Normalize(input, pass),
        3 => Normalize(input.flatten(0, -2), pass).view(_shape),
        _ => ChannelsFirst.Back(Normalize(ChannelsFirst.Of(input, isSignal: false), pass), isSignal: false),
    };

    /// <summary>A frozen layer does what it does when scoring, and leaves its statistics alone, as in Keras.</summary>
    private torch.Tensor Normalize(torch.Tensor rows, Pass pass)
    {
        bool usesBatch = pass != Pass.Scoring && !_step.Frozen.Contains(_name);
        return torch.nn.functional.batch_norm(rows, _mean, _variance, _weight, _bias, usesBatch, spec.Momentum, spec.Epsilon);
    }
}
