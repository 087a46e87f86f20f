using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Explanations;

/// <summary>Maps of any layer, by libtorch's way backwards through the network.</summary>
/// <remarks>
/// The network is made anew for each row, so that no native memory outlives the call and threads share nothing but the model.
/// </remarks>
internal sealed class GradientMap : ClassMap
{
    private readonly DeepModel _model;
    private readonly InputEncoding _encoding;
    private readonly LayerRules _frozen;

    public GradientMap(DeepModel model, GradCamOptions options, NamedLayer layer) : base(model, options, layer)
    {
        _model = model;
        _encoding = InputEncoding.Of(model.Network, model.Tensors);
        _frozen = LayerRules.Freeze(model.Network);
    }

    protected override void Differentiate(ReadOnlySpan<float> row, Span<float> values, Span<float> gradients)
    {
        using var threads = new TorchThreads(1);
        using DisposeScope scope = torch.NewDisposeScope();
        using var recording = torch.enable_grad();
        var network = new TrainingNetwork(_model.Network, 1, _frozen);
        network.Load(_model.Tensors);
        float[] encoded = new float[_encoding.OutputWidth];
        _encoding.Encode(row, areBytes: false, 1, encoded);
        torch.Tensor input = torch.tensor(encoded).view([1, .. _encoding.OutputShape.Select(size => (long)size)]);
        torch.Tensor? seen = null;
        network.Step.Observer = (name, output) =>
        {
            // With all weights frozen nothing before has a gradient: the layer's output is where the way back ends.
            if (name == Layer.Name)
                (seen = output).requires_grad = true;
        };
        torch.Tensor outputs = network.Forward(input, Pass.Scoring).flatten();
        (int chosen, float sign) = Choose(outputs.detach().data<float>().ToArray());
        network.Backward(outputs[chosen] * sign);
        Numbers(seen!).CopyTo(values);
        Numbers(seen!.grad!).CopyTo(gradients);
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
