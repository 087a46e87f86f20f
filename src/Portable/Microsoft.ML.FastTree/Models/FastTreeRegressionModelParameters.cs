[assembly: LoadableClass(typeof(FastTreeRegressionModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Regression Executor", FastTreeRegressionModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers.FastTree;

public sealed class FastTreeRegressionModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeRegressionExec";

    private static readonly VersionInfo Version = MakeVersion("FTREE RE", readable: 0x00010004, LoaderSignature);

    internal FastTreeRegressionModelParameters(IHostEnvironment env, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, "FastTreeRegressionPredictor", Version, ensemble, featureCount)
    {
    }

    internal static FastTreeRegressionModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var ensemble = Read(ctx, Version, out var featureCount);
        return new FastTreeRegressionModelParameters(env, ensemble, featureCount);
    }
}
