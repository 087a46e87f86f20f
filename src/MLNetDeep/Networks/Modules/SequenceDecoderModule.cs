using System.Runtime.InteropServices;
using MLNetDeep.Scoring;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>
/// A decoder. Nothing is learned through what is fed back: so that is found first, step by step and in managed code, and then all steps go
/// through the recurrent layer at once.
/// </summary>
internal sealed class SequenceDecoderModule : LayerModule
{
    private readonly SequenceDecoderSpec _spec;
    private readonly StepState _step;
    private readonly RecurrentModule _recurrent;
    private readonly DecoderLoop _loop;
    private readonly torch.Tensor? _embedding;
    private readonly torch.Tensor _weight;
    private readonly torch.Tensor _bias;
    private readonly torch.Tensor[] _recurrentWeights;

    public SequenceDecoderModule(SequenceDecoderSpec spec, ModuleContext context)
    {
        (_spec, _step) = (spec, context.Step);
        int features = context.InputShape[0];
        _recurrent = new RecurrentModule(spec.Recurrent, context.Under("rnn.", [spec.Steps, spec.FedSize + features]));
        _loop = new DecoderLoop(spec, features);
        _embedding = spec.TellsTokens ? context["embedding.weight"] : null;
        (_weight, _bias) = (context["linear.weight"], context["linear.bias"]);
        string[] names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
        _recurrentWeights = [.. names.Select(name => context["rnn." + name])];
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        int rows = (int)input.size(0);
        int steps = _spec.Steps;
        float[] fed = Feed(input, pass, rows, out int[] lengths);
        torch.Tensor previous = torch.tensor(fed);
        previous = _embedding is null
            ? previous.view(rows, steps, 1)
            : _embedding.index_select(0, previous.to(torch.ScalarType.Int64)).view(rows, steps, _spec.EmbeddingSize);
        torch.Tensor x = torch.cat([previous, input.unsqueeze(1).expand(-1, steps, -1)], 2);
        _step.SetLengths(null, 0); // what the mask in front found are lengths of other sequences
        torch.Tensor output = torch.nn.functional.linear(_recurrent.Forward(x, pass), _weight, _bias); // [rows, steps, outputs]
        bool marksEnd = pass == Pass.Scoring && _spec.TellsTokens && _step.Targets is null;
        return marksEnd ? StepMaskModule.Hide(output, lengths, float.NegativeInfinity) : output;
    }

    /// <summary>What each step is fed, shape [rows, steps]: 0 at the first, then true outputs, the layer's own or some of both.</summary>
    private float[] Feed(torch.Tensor input, Pass pass, int rows, out int[] lengths)
    {
        lengths = [];
        float[] forced = pass != Pass.Scoring && _step.Targets is { } targets ? Shift(targets, rows) : [];
        double share = Math.Min(_spec.TeacherForcing * _step.TeacherForcingFactor, 1);
        if (forced.Length > 0 && share == 1)
            return forced;
        float[] coins = new float[(forced.Length + 7) / 8 * 8]; // what the generator fills comes in eights
        if (share > 0)
            _step.Masks.Fill(coins, share);
        using torch.Tensor context = input.detach().contiguous();
        Load();
        float[] fed = new float[rows * _spec.Steps];
        lengths = new int[rows];
        _loop.Run(MemoryMarshal.Cast<byte, float>(context.bytes), _loop.Features, rows, fed, forced, coins, lengths);
        return fed;
    }

    private void Load() => _loop.Load(
        _embedding is null ? [] : Numbers(_embedding), Numbers(_recurrentWeights[0]), Numbers(_recurrentWeights[1]),
        Numbers(_recurrentWeights[2]), Numbers(_recurrentWeights[3]), Numbers(_weight), Numbers(_bias));

    /// <summary>The outputs before; steps behind the end, whose targets are below 0, are fed the end.</summary>
    private float[] Shift(torch.Tensor targets, int rows)
    {
        using torch.Tensor own = targets.detach().contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(own.bytes);
        float[] shifted = new float[rows * _spec.Steps];
        for (int i = 0; i < shifted.Length; i++)
        {
            if (i % _spec.Steps > 0)
                shifted[i] = _spec.TellsTokens ? Math.Max(values[i - 1], 0) : values[i - 1];
        }

        return shifted;
    }

    private static ReadOnlySpan<float> Numbers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
