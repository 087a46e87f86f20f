namespace Microsoft.ML.Trainers.FastTree;

public abstract class TreeEnsembleModelParameters : ModelParametersBase<float>, IScalarModel, IHaveFeatureWeights
{
    private protected TreeEnsembleModelParameters(
        IHostEnvironment env, string name, VersionInfo version, RegressionTreeEnsemble ensemble, int featureCount)
        : base(env, name, version)
    {
        Ensemble = ensemble;
        FeatureCount = featureCount;
        var used = ensemble.Trees.SelectMany(tree => tree.NumericalSplitFeatureIndexes).DefaultIfEmpty(-1).Max();
        Contracts.CheckDecode(used < featureCount, $"Trees must use features below {featureCount}, but one uses {used}.");
    }

    private protected RegressionTreeEnsemble Ensemble { get; }

    private protected int FeatureCount { get; }

    int IScalarModel.FeatureCount => FeatureCount;

    float IScalarModel.Score(in VBuffer<float> features)
    {
        Host.Check(features.Length == FeatureCount, $"Features must have {FeatureCount} values, but had {features.Length}.");
        return (float)(features.IsDense ? Ensemble.Score(features.GetValues()) : ScoreSparse(features));
    }

    private double ScoreSparse(in VBuffer<float> features)
    {
        const int stackLimit = 1024;
        Span<float> dense = features.Length <= stackLimit ? stackalloc float[features.Length] : new float[features.Length];
        dense.Clear();
        var values = features.GetValues();
        var indices = features.GetIndices();
        for (var i = 0; i < values.Length; i++) dense[indices[i]] = values[i];
        return Ensemble.Score(dense);
    }

    public void GetFeatureWeights(ref VBuffer<float> weights)
    {
        var editor = VBufferEditor.Create(ref weights, FeatureCount);
        FeatureWeights().CopyTo(editor.Values);
        weights = editor.Commit();
    }

    float[] IHaveFeatureWeights.GetFeatureWeights() => FeatureWeights();

    private float[] FeatureWeights()
    {
        var gains = new double[FeatureCount];
        foreach (var tree in Ensemble.Trees)
        {
            for (var node = 0; node < tree.NumberOfNodes; node++)
                gains[tree.NumericalSplitFeatureIndexes[node]] += tree.SplitGains[node];
        }
        var best = gains.Max();
        return Array.ConvertAll(gains, gain => best > 0 ? (float)Math.Sqrt(Math.Max(0, gain) / best) : 0);
    }
}
