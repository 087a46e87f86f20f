using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), typeof(MaximumEntropyModelParameters), null,
    typeof(SignatureLoadModel), "Multiclass LR Executor", MaximumEntropyModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";
    internal const string RegistrationName = "MulticlassLogisticRegressionPredictor";

    internal MaximumEntropyModelParameters(IHostEnvironment env, float[] biases, float[][] weights)
        : base(env, RegistrationName, biases, weights)
    {
    }

    private MaximumEntropyModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, RegistrationName, ctx)
    {
    }

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new MaximumEntropyModelParameters(env, ctx);
    }

    private protected override void Calibrate(Span<float> scores)
    {
        var logSum = Softmax.LogSumExp(scores);
        foreach (ref var score in scores)
            score = (float)Math.Exp(score - logSum);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        SaveWeights(ctx);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "MULTI LR",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(MaximumEntropyModelParameters).Assembly.FullName!);
}
