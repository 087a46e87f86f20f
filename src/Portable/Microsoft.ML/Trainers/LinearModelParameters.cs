global using LogisticModel = Microsoft.ML.Calibrators.CalibratedModelParametersBase<
    Microsoft.ML.Trainers.LinearBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>;

[assembly: LoadableClass(typeof(LinearModelParameters), null, typeof(SignatureLoadModel), "", "LinearExec")]
[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), null, typeof(SignatureLoadModel), "", "MultiClassLRExec")]

namespace Microsoft.ML.Trainers;

public abstract class LinearModelParameters : ModelParametersBase<float>, IScalarModel, IHaveFeatureWeights
{
    private static readonly VersionInfo Version = TransformVersions.First("LINEAR M", "LinearExec");
    private readonly float[] _weights;

    private protected LinearModelParameters(IHostEnvironment env, float[] weights, float bias)
        : base(env, "LinearPredictor", Version) => (_weights, Weights, Bias) = (weights, Array.AsReadOnly(weights), bias);

    public IReadOnlyList<float> Weights { get; }
    public float Bias { get; }
    int IScalarModel.FeatureCount => _weights.Length;

    float IScalarModel.Score(in VBuffer<float> features) => features.Length == _weights.Length
        ? Respond(Bias + features.Dot(_weights))
        : throw Contracts.Except($"Input is of length {features.Length}, but predictor expected length {_weights.Length}");

    float[] IHaveFeatureWeights.GetFeatureWeights() => [.. _weights];

    private protected virtual float Respond(float linear) => linear;

    private protected sealed override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SaveString(GetType().Name);
        ctx.Writer.Write(Bias);
        ctx.Writer.WriteArray<float>(_weights);
    }

    internal static LinearModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var (kind, bias, weights) = (ctx.LoadString(), ctx.Reader.ReadSingle(), ctx.Reader.ReadArray<float>());
        env.CheckDecode(
            float.IsFinite(bias) && weights.All(float.IsFinite), "Corrupt model file: weights of a linear model must be finite numbers.");
        return kind switch
        {
            nameof(LinearBinaryModelParameters) => new LinearBinaryModelParameters(env, weights, bias),
            nameof(LinearRegressionModelParameters) => new LinearRegressionModelParameters(env, weights, bias),
            nameof(PoissonRegressionModelParameters) => new PoissonRegressionModelParameters(env, weights, bias),
            _ => throw env.ExceptDecode($"There is no linear model of kind '{kind}'."),
        };
    }
}

public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    internal LinearBinaryModelParameters(IHostEnvironment env, float[] weights, float bias) : base(env, weights, bias) { }

    /// <summary>A model whose score is a log-odds already: its calibrator is the plain sigmoid.</summary>
    internal static LogisticModel Logistic(IHostEnvironment env, float[] weights, float bias) =>
        new ValueMapperCalibratedModelParameters<LinearBinaryModelParameters, PlattCalibrator>(new(env, weights, bias), new(-1, 0));
}

public sealed class LinearRegressionModelParameters : LinearModelParameters
{
    internal LinearRegressionModelParameters(IHostEnvironment env, float[] weights, float bias) : base(env, weights, bias) { }
}

/// <summary>A log-linear model: its score is the expected count.</summary>
public sealed class PoissonRegressionModelParameters : LinearModelParameters
{
    internal PoissonRegressionModelParameters(IHostEnvironment env, float[] weights, float bias) : base(env, weights, bias) { }

    private protected override float Respond(float linear) => (float)Math.Exp(linear);
}

public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private protected readonly float[][] ClassWeights;
    private protected readonly float[] Biases;

    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, VersionInfo version, float[][] weights, float[] biases)
        : base(env, "LinearMulticlassPredictor", version) => (ClassWeights, Biases) = (weights, biases);

    public IEnumerable<float> GetBiases() => Biases.AsEnumerable();

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        weights = Array.ConvertAll(ClassWeights, row => new VBuffer<float>(row.Length, [.. row]));
        numClasses = weights.Length;
    }
}

public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase, IVectorModel
{
    private static readonly VersionInfo Version = TransformVersions.First("MULTI LR", "MultiClassLRExec");

    internal MaximumEntropyModelParameters(IHostEnvironment env, float[][] weights, float[] biases)
        : base(env, Version, weights, biases) { }

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var biases = ctx.Reader.ReadArray<float>();
        env.CheckDecode(biases.Length > 0, "Corrupt model file: a multiclass model must have at least one class.");
        var weights = Array.ConvertAll(biases, _ => ctx.Reader.ReadArray<float>());
        env.CheckDecode(weights.All(row => row.Length == weights[0].Length && row.All(float.IsFinite)) && biases.All(float.IsFinite),
            "Corrupt model file: weights of a linear model must be finite numbers, as many for each class.");
        return new MaximumEntropyModelParameters(env, weights, biases);
    }

    int IVectorModel.FeatureCount => ClassWeights[0].Length;
    int IVectorModel.ClassCount => Biases.Length;

    void IVectorModel.Score(in VBuffer<float> features, Span<float> scores)
    {
        Contracts.Check(features.Length == ClassWeights[0].Length, "src length should equal the number of features");
        for (var c = 0; c < scores.Length; c++)
            scores[c] = Biases[c] + features.Dot(ClassWeights[c]);
        var logSum = LogSumExp(scores);
        foreach (ref var score in scores)
            score = (float)Math.Exp(score - logSum);
    }

    /// <summary>log(Σ exp(x)), without overflow.</summary>
    internal static float LogSumExp(ReadOnlySpan<float> values)
    {
        var max = TensorPrimitives.Max(values);
        double sum = 0;
        foreach (var value in values)
            sum += Math.Exp(value - max);
        return float.IsFinite(max) ? (float)(max + Math.Log(sum)) : max;
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.Writer.WriteArray<float>(Biases);
        Array.ForEach(ClassWeights, row => ctx.Writer.WriteArray<float>(row));
    }
}

/// <summary>What training leaves behind: the base of all models that this assembly and its siblings train.</summary>
public abstract class ModelParametersBase<TOutput> : ICanSaveModel
{
    private readonly VersionInfo _version;

    private protected ModelParametersBase(IHostEnvironment env, string name, VersionInfo version) =>
        (Host, _version) = (Contracts.CheckRef(env, nameof(env)).Register(name), version);

    private protected IHost Host { get; }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(_version);
        SaveCore(ctx);
    }

    /// <summary>Writes the state, behind the version info.</summary>
    private protected abstract void SaveCore(ModelSaveContext ctx);
}

/// <summary>A model that turns features of a width, or of any where it is 0, into one number; immutable, safe on many threads.</summary>
internal interface IScalarModel
{
    int FeatureCount { get; }
    float Score(in VBuffer<float> features);
}

/// <summary>A scalar model that also knows how probable the positive class is.</summary>
internal interface ICalibratedModel : IScalarModel
{
    float Probability(float score);
}

/// <summary>A model that turns features into one number a class.</summary>
internal interface IVectorModel
{
    int FeatureCount { get; }
    int ClassCount { get; }
    void Score(in VBuffer<float> features, Span<float> scores);
}

/// <summary>A model that can say which features it does not look at: those of weight 0.</summary>
internal interface IHaveFeatureWeights
{
    float[] GetFeatureWeights();
}
