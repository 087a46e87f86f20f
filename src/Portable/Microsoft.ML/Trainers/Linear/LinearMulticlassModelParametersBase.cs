using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IVectorModel
{
    private readonly float[] _biases;
    private readonly float[][] _weights; // [class][feature]

    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, string name, float[] biases, float[][] weights)
        : base(env, name)
    {
        _biases = biases;
        _weights = weights;
    }

    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, string name, ModelLoadContext ctx)
        : base(env, name)
    {
        _biases = ctx.Reader.ReadArray<float>();
        Host.CheckDecode(_biases.Length > 0, "A multiclass model must have at least one class.");
        _weights = new float[_biases.Length][];
        for (var c = 0; c < _weights.Length; c++)
            _weights[c] = ctx.Reader.ReadArray<float>();
        Host.CheckDecode(_weights.All(row => row.Length == _weights[0].Length && row.All(float.IsFinite)) && _biases.All(float.IsFinite),
            "The weights of a linear model must be finite numbers, as many for each class.");
    }

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

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

    /// <summary>Writes the state; the caller has written the version info.</summary>
    private protected void SaveWeights(ModelSaveContext ctx)
    {
        ctx.Writer.WriteArray<float>(_biases);
        foreach (var row in _weights)
            ctx.Writer.WriteArray<float>(row);
    }
}
