using System.Runtime.InteropServices;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Finds the steps that stand for nothing, and puts zeros there, or minus infinity.</summary>
internal sealed class StepMaskModule(ModuleContext context, bool marksMissing = false) : LayerModule
{
    private readonly int _steps = context.InputShape[0];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        if (context.Step.Lengths is null)
            context.Step.SetLengths(Measure(input), _steps);
        return Hide(input, context.Step.LengthsFor(_steps), marksMissing ? float.NegativeInfinity : 0);
    }

    /// <summary>Another number at the steps that rows do not have.</summary>
    /// <param name="input">Shape [rows, steps, features].</param>
    /// <param name="lengths">Steps of each row; empty where all have all.</param>
    /// <param name="number">The number.</param>
    public static torch.Tensor Hide(torch.Tensor input, ReadOnlySpan<int> lengths, float number) =>
        lengths.IsEmpty ? input : input.masked_fill(Behind(lengths, (int)input.size(1)).unsqueeze(-1), number);

    /// <summary>Shape [rows, steps]: whether a step lies behind the row's end.</summary>
    public static torch.Tensor Behind(ReadOnlySpan<int> lengths, int steps) =>
        torch.arange(steps).unsqueeze(0).ge(torch.tensor([.. lengths.ToArray().Select(length => (long)length)]).unsqueeze(1));

    private int[] Measure(torch.Tensor input)
    {
        using torch.Tensor firsts = input.detach().select(2, 0).contiguous();
        ReadOnlySpan<float> marks = MemoryMarshal.Cast<byte, float>(firsts.bytes);
        int[] lengths = new int[marks.Length / _steps];
        for (int row = 0; row < lengths.Length; row++)
        {
            int end = marks.Slice(row * _steps, _steps).IndexOf(float.NegativeInfinity);
            lengths[row] = end < 0 ? _steps : end;
        }

        return lengths;
    }
}

/// <summary>One step, the mean or the largest of all.</summary>
internal sealed class StepPoolModule(StepPool pool, ModuleContext context) : LayerModule
{
    private readonly int _steps = context.InputShape[0];
    private readonly int _width = context.InputShape[1];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        ReadOnlySpan<int> lengths = context.Step.LengthsFor(_steps);
        switch (pool)
        {
            case StepPool.Last:
                return Last(input, lengths);
            case StepPool.Ends:
                torch.Tensor last = Last(input.narrow(2, 0, _width / 2), lengths);
                return torch.cat([last, input.select(1, 0).narrow(1, _width / 2, _width / 2)], 1);
            case StepPool.Mean:
                return lengths.IsEmpty
                    ? input.mean([1])
                    : StepMaskModule.Hide(input, lengths, 0).sum(dim: 1) / Counts(lengths).unsqueeze(1);
            default:
                // A row without steps has no largest one: it gets 0, as it does from the mean.
                torch.Tensor largest = StepMaskModule.Hide(input, lengths, float.NegativeInfinity).amax([1]);
                return lengths.IsEmpty ? largest : largest.masked_fill(largest.eq(float.NegativeInfinity), 0);
        }
    }

    private torch.Tensor Last(torch.Tensor input, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
            return input.select(1, _steps - 1);
        long[] last = [.. lengths.ToArray().Select((length, row) => (long)row * _steps + Math.Max(length, 1) - 1)];
        return input.reshape(-1, input.size(2)).index_select(0, torch.tensor(last));
    }

    private static torch.Tensor Counts(ReadOnlySpan<int> lengths) =>
        torch.tensor([.. lengths.ToArray().Select(length => (float)Math.Max(length, 1))]);
}

/// <summary>Their mean with learned weights.</summary>
internal sealed class AttentionPoolModule(ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];
    private readonly torch.Tensor _query = context["query"];
    private readonly int _steps = context.InputShape[0];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        ReadOnlySpan<int> lengths = context.Step.LengthsFor(_steps);
        torch.Tensor scores = torch.nn.functional.linear(input, _weight, _bias).tanh().matmul(_query).unsqueeze(-1); // [rows, steps, 1]
        if (!lengths.IsEmpty)
        {
            // Not minus infinity: the weights of a row without steps would be NaN. Its steps are all 0, and so is their mean.
            scores = StepMaskModule.Hide(scores, lengths, -1e30f);
            input = StepMaskModule.Hide(input, lengths, 0);
        }

        return (scores.softmax(1) * input).sum(dim: 1);
    }
}
