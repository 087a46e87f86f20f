namespace Microsoft.ML.Trainers;

public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IVectorModel
{
    private readonly float[] _biases;
    private readonly float[][] _weights; // [class][feature]

    private protected LinearMulticlassModelParametersBase(
        IHostEnvironment env, string name, VersionInfo version, float[] biases, float[][] weights)
        : base(env, name, version)
    {
        _biases = biases;
        _weights = weights;
    }

    public IEnumerable<float> GetBiases() => _biases.AsEnumerable();

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _weights.Length;
        if (weights is null || weights.Length != numClasses)
            weights = new VBuffer<float>[numClasses];
        for (var c = 0; c < numClasses; c++)
            new VBuffer<float>(_weights[c].Length, _weights[c]).CopyTo(ref weights[c]);
    }

    int IVectorModel.FeatureCount => FeatureCount;

    int IVectorModel.ClassCount => _biases.Length;

    internal int FeatureCount => _weights[0].Length;

    void IVectorModel.Score(in VBuffer<float> features, Span<float> scores)
    {
        Contracts.Check(features.Length == FeatureCount, "src length should equal the number of features");
        for (var c = 0; c < _biases.Length; c++)
            scores[c] = _biases[c] + (float)FloatVectors.Dot(_weights[c], features);
        Calibrate(scores);
    }

    /// <summary>Turns the linear scores into what the model promises.</summary>
    private protected abstract void Calibrate(Span<float> scores);

    private protected sealed override void SaveCore(ModelSaveContext ctx)
    {
        ctx.Writer.WriteArray<float>(_biases);
        foreach (var row in _weights)
            ctx.Writer.WriteArray<float>(row);
    }

    private protected static float[] ReadBiases(ModelLoadContext ctx, out float[][] weights)
    {
        var biases = ctx.Reader.ReadArray<float>();
        Contracts.CheckDecode(biases.Length > 0, "A multiclass model must have at least one class.");
        var rows = Array.ConvertAll(biases, _ => ctx.Reader.ReadArray<float>());
        Contracts.CheckDecode(rows.All(row => row.Length == rows[0].Length && row.All(float.IsFinite)) && biases.All(float.IsFinite),
            "The weights of a linear model must be finite numbers, as many for each class.");
        weights = rows;
        return biases;
    }
}
