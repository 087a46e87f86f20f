[assembly: LoadableClass(typeof(FastTreeBinaryModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Binary Executor", FastTreeBinaryModelParameters.LoaderSignature)]
[assembly: LoadableClass(typeof(FastTreeRegressionModelParameters), null, typeof(SignatureLoadModel),
    "FastTree Regression Executor", FastTreeRegressionModelParameters.LoaderSignature)]
[assembly: LoadableClass(typeof(FastForestBinaryModelParameters), null, typeof(SignatureLoadModel),
    "FastForest Binary Executor", FastForestBinaryModelParameters.LoaderSignature)]
[assembly: LoadableClass(typeof(FastForestRegressionModelParameters), null, typeof(SignatureLoadModel),
    "FastForest Regression Executor", FastForestRegressionModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>What growing gives and a model keeps: the trees and the number of features that rows have.</summary>
internal sealed record GrownTrees(TreeArrays[] Trees, int FeatureCount)
{
    public static VersionInfo MakeVersion(string modelSignature, string loaderSignature) => new(modelSignature,
        verWrittenCur: 0x00010007, verReadableCur: 0x00010007, verWeCanReadBack: 0x00010007,
        typeof(GrownTrees).Assembly.FullName!, loaderSignature);

    public void Write(BinaryWriter writer)
    {
        writer.Write(FeatureCount);
        writer.Write(Trees.Length);
        foreach (var tree in Trees) tree.Write(writer);
    }

    public static GrownTrees Read(ModelLoadContext ctx, VersionInfo version)
    {
        ctx.CheckAtModel(version);
        return Read(ctx.Reader);
    }

    public static GrownTrees Read(BinaryReader reader)
    {
        var featureCount = reader.ReadInt32();
        Contracts.CheckDecode(featureCount > 0, $"Corrupt model file: the number of features must be positive, but was {featureCount}.");
        var trees = new TreeArrays[reader.ReadCount(TreeArrays.LeastBytes)];
        for (var t = 0; t < trees.Length; t++) trees[t] = TreeArrays.Read(reader, featureCount);
        return new GrownTrees(trees, featureCount);
    }
}

public abstract class TreeEnsembleModelParameters : ModelParametersBase<float>, IScalarModel, IHaveFeatureWeights
{
    private readonly GrownTrees _grown;

    private protected TreeEnsembleModelParameters(IHostEnvironment env, string name, VersionInfo version, GrownTrees grown)
        : base(env, name, version) => _grown = grown;

    private protected TreeArrays[] Trees => _grown.Trees;
    private int FeatureCount => _grown.FeatureCount;
    int IScalarModel.FeatureCount => FeatureCount;

    private protected sealed override void SaveCore(ModelSaveContext ctx) => _grown.Write(ctx.Writer);

    float IScalarModel.Score(in VBuffer<float> features)
    {
        Host.Check(features.Length == FeatureCount, $"Features must have {FeatureCount} values, but had {features.Length}.");
        if (features.IsDense) return Score(features.GetValues());

        const int stackLimit = 1024;
        Span<float> dense = features.Length <= stackLimit ? stackalloc float[features.Length] : new float[features.Length];
        dense.Clear();
        var values = features.GetValues();
        var indices = features.GetIndices();
        for (var i = 0; i < values.Length; i++) dense[indices[i]] = values[i];
        return Score(dense);
    }

    private protected virtual float Score(ReadOnlySpan<float> features)
    {
        var score = 0.0;
        foreach (var tree in Trees) score += tree.Predict(features);
        return (float)score;
    }

    public void GetFeatureWeights(ref VBuffer<float> weights) =>
        weights = new VBuffer<float>(FeatureCount, ((IHaveFeatureWeights)this).GetFeatureWeights());

    float[] IHaveFeatureWeights.GetFeatureWeights()
    {
        var gains = new double[FeatureCount];
        foreach (var tree in Trees)
            for (var node = 0; node < tree.Gains.Length; node++) gains[tree.Features[node]] += tree.Gains[node];
        var best = gains.Max();
        return Array.ConvertAll(gains, gain => best > 0 ? (float)Math.Sqrt(Math.Max(0, gain) / best) : 0);
    }
}

public abstract class TreeEnsembleModelParametersBasedOnRegressionTree : TreeEnsembleModelParameters
{
    private protected TreeEnsembleModelParametersBasedOnRegressionTree(
        IHostEnvironment env, string name, VersionInfo version, GrownTrees grown) : base(env, name, version, grown) { }

    public RegressionTreeEnsemble TrainedTreeEnsemble => field ??= new RegressionTreeEnsemble(Trees);
}

public abstract class TreeEnsembleModelParametersBasedOnQuantileRegressionTree : TreeEnsembleModelParameters
{
    private protected TreeEnsembleModelParametersBasedOnQuantileRegressionTree(
        IHostEnvironment env, string name, VersionInfo version, GrownTrees grown) : base(env, name, version, grown) { }
}

public sealed class FastTreeBinaryModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeBinaryExec";
    private static readonly VersionInfo Version = GrownTrees.MakeVersion("FTREE BC", LoaderSignature);

    internal FastTreeBinaryModelParameters(IHostEnvironment env, GrownTrees grown) : base(env, "FastTreeBinaryPredictor", Version, grown)
    {
    }

    internal FastTreeBinaryModelParameters(IHostEnvironment env, ModelLoadContext ctx) : this(env, GrownTrees.Read(ctx, Version)) { }
}

public sealed class FastTreeRegressionModelParameters : TreeEnsembleModelParametersBasedOnRegressionTree
{
    internal const string LoaderSignature = "FastTreeRegressionExec";
    private static readonly VersionInfo Version = GrownTrees.MakeVersion("FTREE RE", LoaderSignature);

    internal FastTreeRegressionModelParameters(IHostEnvironment env, GrownTrees grown)
        : base(env, "FastTreeRegressionPredictor", Version, grown) { }

    internal FastTreeRegressionModelParameters(IHostEnvironment env, ModelLoadContext ctx) : this(env, GrownTrees.Read(ctx, Version)) { }
}

public sealed class FastForestBinaryModelParameters : TreeEnsembleModelParametersBasedOnQuantileRegressionTree
{
    internal const string LoaderSignature = "FastForestBinaryExec";
    private static readonly VersionInfo Version = GrownTrees.MakeVersion("FFORE BC", LoaderSignature);

    internal FastForestBinaryModelParameters(IHostEnvironment env, GrownTrees grown)
        : base(env, "FastForestClassificationPredictor", Version, grown) { }

    internal FastForestBinaryModelParameters(IHostEnvironment env, ModelLoadContext ctx) : this(env, GrownTrees.Read(ctx, Version)) { }
}

public sealed class FastForestRegressionModelParameters : TreeEnsembleModelParametersBasedOnQuantileRegressionTree
{
    internal const string LoaderSignature = "FastForestRegressionExec";
    private static readonly VersionInfo Version = GrownTrees.MakeVersion("FFORE RE", LoaderSignature);

    internal FastForestRegressionModelParameters(IHostEnvironment env, GrownTrees grown)
        : base(env, "FastForestRegressionPredictor", Version, grown) { }

    internal FastForestRegressionModelParameters(IHostEnvironment env, ModelLoadContext ctx) : this(env, GrownTrees.Read(ctx, Version)) { }

    private protected override float Score(ReadOnlySpan<float> features) => base.Score(features) / Trees.Length;
}
