namespace Microsoft.ML.Trainers.FastTree;

public abstract class TreeEnsembleModelParametersBasedOnRegressionTree : TreeEnsembleModelParameters
{
    private protected TreeEnsembleModelParametersBasedOnRegressionTree(
        IHostEnvironment env, string name, VersionInfo version, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, name, version, ensemble, featureCount)
    {
    }

    public RegressionTreeEnsemble TrainedTreeEnsemble => Ensemble;

    private protected static VersionInfo MakeVersion(string modelSignature, uint readable, string loaderSignature) => new(
        modelSignature, verWrittenCur: 0x00010005, readable, verWeCanReadBack: 0x00010005,
        typeof(TreeEnsembleModelParameters).Assembly.FullName!, loaderSignature);

    private protected sealed override void SaveCore(ModelSaveContext ctx)
    {
        // Two strings that ML.NET keeps in its models, the input's description and the options as text: none.
        TreeEnsembleFormat.Write(ctx.Writer, Ensemble);
        ctx.Writer.Write(-1);
        ctx.Writer.Write(-1);
        ctx.Writer.Write(FeatureCount);
    }

    private protected static RegressionTreeEnsemble Read(ModelLoadContext ctx, VersionInfo version, out int featureCount)
    {
        ctx.CheckAtModel(version);
        var ensemble = TreeEnsembleFormat.Read(ctx.Reader);
        ctx.Reader.ReadInt32();
        ctx.Reader.ReadInt32();
        featureCount = ctx.Reader.ReadInt32();
        Contracts.CheckDecode(featureCount > 0, $"The number of features must be positive, but was {featureCount}.");
        return ensemble;
    }
}
