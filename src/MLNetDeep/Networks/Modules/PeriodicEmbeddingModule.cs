using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Waves of each feature, then a linear layer of its own for each, or one for all.</summary>
internal sealed class PeriodicEmbeddingModule(PeriodicEmbeddingSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _frequency = context["frequency"]; // [features, frequencies]
    private readonly torch.Tensor? _phase = spec.LearnedPhase ? context["phase"] : null;
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor x = input.unsqueeze(-1); // [rows, features, 1]
        torch.Tensor waves = Waves(x); // [rows, features, waves]
        torch.Tensor y = spec.SharedLinear
            ? torch.nn.functional.linear(waves, _weight, _bias)
            : PerFeature(waves, _weight) + _bias; // [rows, features, embedding]
        if (spec.Relu)
            y = y.relu();
        return (spec.KeepInput ? torch.cat([y, x], 2) : y).flatten(1);
    }

    /// <summary>A product with a matrix of its own for each feature.</summary>
    /// <param name="values">Shape [rows, features, inputs].</param>
    /// <param name="weight">Shape [features, inputs, outputs].</param>
    internal static torch.Tensor PerFeature(torch.Tensor values, torch.Tensor weight) =>
        values.transpose(0, 1).bmm(weight).transpose(0, 1);

    private torch.Tensor Waves(torch.Tensor x)
    {
        if (_phase is not null)
            return _phase.addcmul(x, _frequency, 2 * Math.PI).cos();
        torch.Tensor angle = x * (_frequency * (2 * Math.PI));
        return torch.cat([angle.cos(), angle.sin()], 2);
    }
}
