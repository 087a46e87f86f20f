namespace Microsoft.ML.Trainers;

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
