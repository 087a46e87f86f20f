[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), typeof(MaximumEntropyModelParameters), null,
    typeof(SignatureLoadModel), "Multiclass LR Executor", MaximumEntropyModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";

    private static readonly VersionInfo Version = TransformVersions.First("MULTI LR", LoaderSignature);

    internal MaximumEntropyModelParameters(IHostEnvironment env, float[] biases, float[][] weights)
        : base(env, "MulticlassLogisticRegressionPredictor", Version, biases, weights)
    {
    }

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var biases = ReadBiases(ctx, out var weights);
        return new MaximumEntropyModelParameters(env, biases, weights);
    }

    private protected override void Calibrate(Span<float> scores)
    {
        var logSum = Softmax.LogSumExp(scores);
        foreach (ref var score in scores)
            score = (float)Math.Exp(score - logSum);
    }
}
