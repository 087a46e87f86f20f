using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LinearBinaryModelParameters), typeof(LinearBinaryModelParameters), null, typeof(SignatureLoadModel),
    "Linear Binary Executor", LinearBinaryModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    internal const string LoaderSignature = "Linear2CExec";
    internal const string RegistrationName = "LinearBinaryPredictor";

    internal LinearBinaryModelParameters(IHostEnvironment env, float[] weights, float bias)
        : base(env, RegistrationName, weights, bias)
    {
    }

    private LinearBinaryModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, RegistrationName, ctx)
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.BinaryClassification;

    internal static LinearBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new LinearBinaryModelParameters(env, ctx);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        SaveWeights(ctx);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "LINEAR2C",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(LinearBinaryModelParameters).Assembly.FullName!);
}
