using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree;

[assembly: LoadableClass(typeof(FastTreeBinaryModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Binary Executor", FastTreeBinaryModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees whose score is a scaled logit.</summary>
public sealed class FastTreeBinaryModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeBinaryExec";
    internal const string RegistrationName = "FastTreeBinaryPredictor";

    internal FastTreeBinaryModelParameters(IHostEnvironment env, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, RegistrationName, ensemble, featureCount)
    {
    }

    private FastTreeBinaryModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, RegistrationName, ctx)
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.BinaryClassification;

    internal static FastTreeBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new FastTreeBinaryModelParameters(env, ctx);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        base.SaveCore(ctx);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "FTREE BC",
        verWrittenCur: 0x00010005,
        verReadableCur: 0x00010005,
        verWeCanReadBack: 0x00010005,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(FastTreeBinaryModelParameters).Assembly.FullName!);
}
