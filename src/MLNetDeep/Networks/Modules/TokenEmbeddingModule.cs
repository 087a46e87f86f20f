using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>A learned vector for each token.</summary>
internal sealed class TokenEmbeddingModule : LayerModule
{
    private readonly torch.Tensor _weight;
    private readonly TokenEmbeddingSpec _spec;
    private readonly int _steps;
    private readonly DropoutModule? _dropout;

    public TokenEmbeddingModule(TokenEmbeddingSpec spec, ModuleContext context)
    {
        (_weight, _spec, _steps) = (context["weight"], spec, context.InputShape[0]);
        _dropout = spec.TokenDropout > 0 ? new DropoutModule(spec.TokenDropout, context.InputShape, context) : null;
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor known = input * input.le(_spec.TokenCount) * input.ge(0);
        if (_dropout is not null && pass == Pass.Training)
            known = known * _dropout.Forward(torch.zeros([input.size(0), _steps, 1]).add(1), pass).gt(0);
        torch.Tensor index = known.to(torch.ScalarType.Int64).flatten();
        return _weight.index_select(0, index).view(-1, _steps, _spec.EmbeddingSize);
    }
}

/// <summary>Adds a learned vector to each step.</summary>
internal sealed class PositionEmbeddingModule(torch.Tensor weight) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input + weight;
}
