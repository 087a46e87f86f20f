namespace Microsoft.ML;

/// <summary>The way a class is made from what a model file holds: a constructor or a static Create of these parameters.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

/// <summary>Tells the <see cref="Runtime.ComponentCatalog"/> of a class that model files name.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class LoadableClassAttributeBase : Attribute
{
    protected LoadableClassAttributeBase(
        string? summary, Type instType, Type loaderType, Type? argType, Type[] sigTypes, string userName, params string[] loadNames)
    {
        Summary = summary;
        InstanceType = instType;
        LoaderType = loaderType;
        ArgType = argType;
        SigTypes = sigTypes;
        UserName = userName;
        LoadNames = loadNames is { Length: > 0 } ? loadNames : [userName];
        var parameters = sigTypes[0].GetMethod("Invoke")!.GetParameters().Select(p => p.ParameterType);
        CtorTypes = argType is null ? parameters.ToArray() : parameters.Prepend(argType).ToArray();
    }

    public Type InstanceType { get; }

    public Type LoaderType { get; }

    public Type? ArgType { get; }

    public Type[] SigTypes { get; }

    /// <summary>The parameters, after the environment, of the constructor or Create method.</summary>
    public Type[] CtorTypes { get; }

    public string? Summary { get; }

    public string UserName { get; }

    public string[] LoadNames { get; }

    public string? DocName { get; set; }
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute : LoadableClassAttributeBase
{
    public LoadableClassAttribute(Type instType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(null, instType, instType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(null, instType, loaderType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(string? summary, Type instType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(summary, instType, instType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(
        string? summary, Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(summary, instType, loaderType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type? argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(null, instType, instType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(
        Type instType, Type loaderType, Type? argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(null, instType, loaderType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(
        string? summary, Type instType, Type? argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(summary, instType, instType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(
        string? summary, Type instType, Type loaderType, Type? argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(summary, instType, loaderType, argType, sigTypes, userName, loadNames)
    {
    }
}
