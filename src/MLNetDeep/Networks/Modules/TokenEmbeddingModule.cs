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
        _dropout = spec.TokenDropout > 0 ? new DropoutModule(spec.TokenDropout, [_steps, 1], context) : null;
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor known = input * input.le(_spec.TokenCount) * input.ge(0);
        torch.Tensor index = known.to(torch.ScalarType.Int64).flatten();
        torch.Tensor vectors = _weight.index_select(0, index).view(-1, _steps, _spec.EmbeddingSize);
        return _dropout?.Forward(vectors, pass) ?? vectors;
    }
}

/// <summary>Adds a learned vector to each step.</summary>
internal sealed class PositionEmbeddingModule(torch.Tensor weight) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input + weight;
}
