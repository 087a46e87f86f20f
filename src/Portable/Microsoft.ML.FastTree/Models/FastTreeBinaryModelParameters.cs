[assembly: LoadableClass(typeof(FastTreeBinaryModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Binary Executor", FastTreeBinaryModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers.FastTree;

public sealed class FastTreeBinaryModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeBinaryExec";

    private static readonly VersionInfo Version = MakeVersion("FTREE BC", readable: 0x00010005, LoaderSignature);

    internal FastTreeBinaryModelParameters(IHostEnvironment env, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, "FastTreeBinaryPredictor", Version, ensemble, featureCount)
    {
    }

    internal static FastTreeBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var ensemble = Read(ctx, Version, out var featureCount);
        return new FastTreeBinaryModelParameters(env, ensemble, featureCount);
    }
}
