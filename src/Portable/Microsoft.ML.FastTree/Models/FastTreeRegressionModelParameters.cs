using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree;

[assembly: LoadableClass(typeof(FastTreeRegressionModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Regression Executor", FastTreeRegressionModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Boosted trees whose score is the predicted value.</summary>
public sealed class FastTreeRegressionModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeRegressionExec";
    internal const string RegistrationName = "FastTreeRegressionPredictor";

    internal FastTreeRegressionModelParameters(IHostEnvironment env, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, RegistrationName, ensemble, featureCount)
    {
    }

    private FastTreeRegressionModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, RegistrationName, ctx)
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.Regression;

    internal static FastTreeRegressionModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new FastTreeRegressionModelParameters(env, ctx);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        base.SaveCore(ctx);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "FTREE RE",
        verWrittenCur: 0x00010005,
        verReadableCur: 0x00010004,
        verWeCanReadBack: 0x00010005,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(FastTreeRegressionModelParameters).Assembly.FullName!);
}
