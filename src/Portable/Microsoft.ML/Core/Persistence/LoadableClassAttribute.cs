namespace Microsoft.ML;

/// <summary>The way a class is made from what a model file holds: a constructor or a static Create of these parameters.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

/// <summary>Tells the <see cref="Runtime.ComponentCatalog"/> of a class that model files name.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class LoadableClassAttributeBase(Type instType, Type loaderType, Type sigType, string userName, string[] loadNames)
    : Attribute
{
    public Type InstanceType { get; } = instType;

    public Type LoaderType { get; } = loaderType;

    public Type Signature { get; } = sigType;

    public string[] LoadNames { get; } = loadNames is { Length: > 0 } ? loadNames : [userName];

    /// <summary>The parameters, after the environment, of the constructor or Create method.</summary>
    public Type[] CtorTypes { get; } = Array.ConvertAll(sigType.GetMethod("Invoke")!.GetParameters(), p => p.ParameterType);
}

// A class made of options as well would have an argType; a model file has no options, so it is null everywhere.
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute : LoadableClassAttributeBase
{
    public LoadableClassAttribute(Type instType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(instType, instType, sigType, userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : base(instType, loaderType, sigType, userName, loadNames)
    {
    }
}
