namespace Microsoft.ML.Trainers;

/// <summary>What training leaves behind: the base of all models that this assembly and its siblings train.</summary>
public abstract class ModelParametersBase<TOutput> : ICanSaveModel
{
    private readonly VersionInfo _version;

    private protected ModelParametersBase(IHostEnvironment env, string name, VersionInfo version)
    {
        Contracts.CheckValue(env, nameof(env));
        Host = env.Register(name);
        _version = version;
    }

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
