using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>The classes that model files may name, read from the <see cref="LoadableClassAttribute"/>s of assemblies.</summary>
public sealed class ComponentCatalog
{
    private readonly ConcurrentDictionary<string, bool> _assemblies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, Type Signature), LoadableClass> _classes = new();

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        if (_assemblies.ContainsKey(assembly.FullName!))
            return;
        foreach (var attribute in assembly.GetCustomAttributes<LoadableClassAttributeBase>())
            Register(attribute, throwOnError);
        // Only now, so that a second thread never goes on with half the classes.
        _assemblies[assembly.FullName!] = true;
    }

    internal bool TryCreateInstance(IHostEnvironment env, Type signature, string name, object[] arguments, out object? instance)
    {
        instance = _classes.TryGetValue((Normalize(name), signature), out var found) ? found.Create(env, arguments) : null;
        return instance != null;
    }

    private static string Normalize(string name) => name.Trim().ToLowerInvariant();

    private void Register(LoadableClassAttributeBase attribute, bool throwOnError)
    {
        var maker = LoadableClass.Find(attribute);
        if (maker is null)
        {
            if (throwOnError)
            {
                throw Contracts.Except(
                    $"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.LoadNames[0]}'");
            }
            return;
        }
        foreach (var name in attribute.LoadNames.Where(n => !string.IsNullOrWhiteSpace(n)))
        {
            var added = _classes.GetOrAdd((Normalize(name), attribute.Signature), maker);
            if (added.Type != maker.Type && throwOnError)
            {
                throw Contracts.Except(
                    $"Duplicate loadable class name: '{name}'. " +
                    $"Loadable class '{maker.Type.FullName}' is a duplicate of '{added.Type.FullName}'.");
            }
        }
    }

    /// <summary>The constructor or Create method of one class; the more accessible one where it has both.</summary>
    private sealed record LoadableClass(Type Type, MethodBase Maker, bool TakesEnvironment)
    {
        private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic;

        public static LoadableClass? Find(LoadableClassAttributeBase attribute)
        {
            foreach (var takesEnvironment in new[] { true, false })
            {
                Type[] parameters = takesEnvironment ? [typeof(IHostEnvironment), .. attribute.CtorTypes] : attribute.CtorTypes;
                var constructor = attribute.InstanceType.IsAssignableFrom(attribute.LoaderType)
                    ? attribute.LoaderType.GetConstructor(Any | BindingFlags.Instance, parameters)
                    : null;
                var create = attribute.LoaderType.GetMethod("Create", Any | BindingFlags.Static, parameters);
                if (create != null && !attribute.InstanceType.IsAssignableFrom(create.ReturnType))
                    create = null;
                MethodBase? maker = create is null || (constructor != null && Rank(constructor) > Rank(create)) ? constructor : create;
                if (maker != null)
                    return new LoadableClass(attribute.InstanceType, maker, takesEnvironment);
            }
            return null;
        }

        public object Create(IHostEnvironment env, object[] arguments)
        {
            object[] all = TakesEnvironment ? [env, .. arguments] : arguments;
            return Maker is ConstructorInfo constructor
                ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, all, null)
                : Maker.Invoke(null, BindingFlags.DoNotWrapExceptions, null, all, null)!;
        }

        private static int Rank(MethodBase method) => method.IsPublic ? 2 : method.IsPrivate ? 0 : 1;
    }
}
