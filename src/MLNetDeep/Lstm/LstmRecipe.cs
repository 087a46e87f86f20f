using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a recurrent network is trained with, and of what it is made.</summary>
internal static class LstmRecipe
{
    public static Recipe Choose(LstmOptions options, DataSummary data)
    {
        SequenceInputSpec input = data.Sequence!;
        LstmPlan plan = LstmPlan.For(options, input, data);
        int fewestTokens = options.MinimumTokenCount ?? (LstmPlan.IsText(input, data.Task) ? 3 : LstmPlan.HasWords(input) ? 2 : 1);
        return new Recipe
        {
            Fit = LstmFits.For(options, input, data) with
            {
                FrozenLayers = options.FreezesTokenVectors ? [$"{LstmPlan.EmbeddingLayer(input)}"] : [],
            },
            FitInput = (rows, _) => SequenceEncoding.Fit(input, rows.Features, rows.TrainRows, fewestTokens),
            BuildNetwork = (encoding, outputWidth) => Build(plan, encoding, data, outputWidth),
            Start = options.TokenVectors is { } vectors
                ? (network, encoding, seed) => TokenStart.Draw(network, (SequenceEncoding)encoding, seed, vectors, data.TokenNames)
                : null,
        };
    }

    private static NetworkSpec Build(LstmPlan plan, InputEncoding encoding, DataSummary data, int outputWidth) => new(
        [encoding.InputWidth],
        [
            encoding.Spec, .. plan.Layers((SequenceInputSpec)encoding.Spec),
            .. Output(plan, (SequenceInputSpec)encoding.Spec, data, outputWidth),
        ]);

    /// <summary>A decoder, or a linear layer, for all steps alike where each has an output of its own.</summary>
    private static IEnumerable<LayerSpec> Output(LstmPlan plan, SequenceInputSpec input, DataSummary data, int width)
    {
        if (data.Task.HasDecoder)
        {
            yield return plan.Decoder(data.TargetCount, width / data.TargetCount);
            yield return new FlattenSpec();
            yield break;
        }

        yield return new LinearSpec(plan.KeepsSteps ? width / input.Steps : width, true, WeightInitialization.Glorot);
        if (!plan.KeepsSteps)
            yield break;
        if (input.IsVariable)
            yield return new StepMaskSpec { MarksMissing = true };
        yield return new FlattenSpec();
    }
}
