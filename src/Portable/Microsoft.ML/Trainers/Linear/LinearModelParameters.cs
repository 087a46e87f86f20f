namespace Microsoft.ML.Trainers;

public abstract class LinearModelParameters : ModelParametersBase<float>, IScalarModel, IHaveFeatureWeights
{
    private readonly float[] _weights;

    private protected LinearModelParameters(IHostEnvironment env, string name, VersionInfo version, float[] weights, float bias)
        : base(env, name, version)
    {
        _weights = weights;
        Weights = Array.AsReadOnly(weights);
        Bias = bias;
    }

    public IReadOnlyList<float> Weights { get; }

    public float Bias { get; }

    int IScalarModel.FeatureCount => _weights.Length;

    float IScalarModel.Score(in VBuffer<float> features)
    {
        if (features.Length != _weights.Length)
            throw Contracts.Except($"Input is of length {features.Length}, but predictor expected length {_weights.Length}");
        return Bias + (float)FloatVectors.Dot(_weights, features);
    }

    float[] IHaveFeatureWeights.GetFeatureWeights() => (float[])_weights.Clone();

    private protected sealed override void SaveCore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Bias);
        ctx.Writer.WriteArray<float>(_weights);
    }

    private protected static float[] ReadWeights(ModelLoadContext ctx, out float bias)
    {
        bias = ctx.Reader.ReadSingle();
        var weights = ctx.Reader.ReadArray<float>();
        Contracts.CheckDecode(float.IsFinite(bias) && weights.All(float.IsFinite), "The weights of a linear model must be finite numbers.");
        return weights;
    }
}
