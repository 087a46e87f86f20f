using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>A model made of ordinary regression trees.</summary>
public abstract class TreeEnsembleModelParametersBasedOnRegressionTree : TreeEnsembleModelParameters
{
    private readonly int _featureCount;

    private protected TreeEnsembleModelParametersBasedOnRegressionTree(
        IHostEnvironment env, string name, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, name, ensemble, featureCount) => _featureCount = featureCount;

    private protected TreeEnsembleModelParametersBasedOnRegressionTree(IHostEnvironment env, string name, ModelLoadContext ctx)
        : this(env, name, Read(ctx, out var featureCount), featureCount)
    {
    }

    /// <summary>The trees.</summary>
    public RegressionTreeEnsemble TrainedTreeEnsemble => Ensemble;

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // Two strings that ML.NET keeps in its models, the input's description and the options as text: none.
        TreeEnsembleFormat.Write(ctx.Writer, Ensemble);
        ctx.Writer.Write(-1);
        ctx.Writer.Write(-1);
        ctx.Writer.Write(_featureCount);
    }

    private static RegressionTreeEnsemble Read(ModelLoadContext ctx, out int featureCount)
    {
        var ensemble = TreeEnsembleFormat.Read(ctx.Reader);
        ctx.Reader.ReadInt32();
        ctx.Reader.ReadInt32();
        featureCount = ctx.Reader.ReadInt32();
        Contracts.CheckDecode(featureCount > 0, $"The number of features must be positive, but was {featureCount}.");
        return ensemble;
    }
}
