namespace Microsoft.ML;

/// <summary>The way a class is made from what a model file holds: a constructor or a static Create of these parameters.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

internal abstract class LoadableClassAttributeBase : Attribute;

/// <summary>Tells the <see cref="ComponentCatalog"/> of a class that model files name.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute(
    Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames) : LoadableClassAttributeBase
{
    public LoadableClassAttribute(Type instType, Type? argType, Type sigType, string userName, params string[] loadNames)
        : this(instType, instType, argType, sigType, userName, loadNames) { }

    public Type InstanceType => instType;
    public Type LoaderType => loaderType;
    public Type? ArgType => argType; // the options of a class made of options as well; a model file has none: null everywhere
    public Type Signature => sigType;
    public string[] LoadNames => loadNames is { Length: > 0 } ? loadNames : [userName];
}

/// <summary>Marks a class that a component in a model file finds again by the name of a contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ExtensionBaseAttribute : Attribute
{
    internal ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    public string ContractName { get; }
}
