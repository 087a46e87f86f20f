using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>What training leaves behind: the base of all models that this assembly and its siblings train.</summary>
public abstract class ModelParametersBase<TOutput> : ICanSaveModel, IPredictorProducing<TOutput>
{
    private protected ModelParametersBase(IHostEnvironment env, string name)
    {
        Contracts.CheckValue(env, nameof(env));
        Host = env.Register(name);
    }

    private protected IHost Host { get; }

    private protected abstract PredictionKind PredictionKind { get; }

    PredictionKind IPredictor.PredictionKind => PredictionKind;

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveCore(ctx);
    }

    /// <summary>Writes version info first, then the state.</summary>
    private protected abstract void SaveCore(ModelSaveContext ctx);
}
