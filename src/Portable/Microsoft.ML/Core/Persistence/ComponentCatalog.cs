namespace Microsoft.ML.Runtime;

/// <summary>The classes that model files may name: those of the assemblies' loadable classes and extensions.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), MethodBase> _makers = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog() { }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName!))
                return;
            foreach (var attribute in assembly.GetCustomAttributes<LoadableClassAttribute>())
            {
                var (type, maker) = (attribute.InstanceType, FindMaker(attribute));
                Contracts.Check(maker is not null || !throwOnError,
                    $"Can't instantiate loadable class '{type.Name}' with name '{attribute.LoadNames[0]}'");
                foreach (var name in maker is null ? [] : attribute.LoadNames)
                    Contracts.Check(_makers.TryAdd((name.ToLowerInvariant(), attribute.Signature), maker!) || !throwOnError,
                        $"ComponentCatalog cannot map name '{name}' and SignatureType '{attribute.Signature}' to {type.Name}, " +
                        $"already mapped to {_makers[(name.ToLowerInvariant(), attribute.Signature)].DeclaringType!.Name}.");
            }
            foreach (var type in assembly == typeof(ComponentCatalog).Assembly ? [] : assembly.GetTypes())
                foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                    Contracts.Check(_extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) || !throwOnError,
                        $"An extension for '{attribute.GetType().Name}' with contract '{attribute.ContractName}' has already been " +
                        "registered in the ComponentCatalog.");
        }
    }

    /// <summary>What the class of that name makes of the arguments, null where there is none.</summary>
    internal object? CreateOrNull<TSig>(string name, params object[] arguments)
    {
        MethodBase? maker;
        lock (_lock)
            maker = _makers.GetValueOrDefault((name.ToLowerInvariant(), typeof(TSig)));
        try
        {
            return maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : maker?.Invoke(null, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException!.IsMarked())
        {
            throw Contracts.Except(null, e, "Error during class instantiation");
        }
    }

    /// <summary>An instance of the class that carries an attribute of that type and contract.</summary>
    internal object GetExtensionValue(IHostEnvironment env, Type attributeType, string contractName)
    {
        lock (_lock)
            return _extensions.TryGetValue((attributeType, contractName), out var type) ? Activator.CreateInstance(type)!
                : throw env.Except($"Unable to locate an extension for the contract '{contractName}'. Ensure you have called " +
                    "ComponentCatalog.RegisterAssembly with the Assembly that contains a class decorated with a " +
                    $"'{attributeType.FullName}'.");
    }

    /// <summary>The Create method or else the constructor that takes the environment and what the signature says.</summary>
    private static MethodBase? FindMaker(LoadableClassAttribute attribute)
    {
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic;
        var (type, loader) = (attribute.InstanceType, attribute.LoaderType);
        Type[] parameters =
            [typeof(IHostEnvironment), .. attribute.Signature.GetMethod("Invoke")!.GetParameters().Select(p => p.ParameterType)];
        var create = loader.GetMethod("Create", any | BindingFlags.Static, parameters);
        return type.IsAssignableFrom(create?.ReturnType) ? create
            : type.IsAssignableFrom(loader) ? loader.GetConstructor(any | BindingFlags.Instance, parameters) : null;
    }
}
