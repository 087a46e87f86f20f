namespace Microsoft.ML;

/// <summary>What a component reads itself from: one directory of the model zip, with its Model.key behind <see cref="Reader"/>.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";

    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;

    private readonly ModelPart _part;
    private readonly IExceptionContext? _ectx;

    private ModelLoadContext(RepositoryReader rep, string dir, ModelPart part, IExceptionContext? ectx)
    {
        Repository = rep;
        Directory = dir;
        _part = part;
        _ectx = ectx;
        Reader = new BinaryReader(new MemoryStream(part.Payload, writable: false), Encoding.UTF8);
    }

    /// <summary>Makes the component saved in the directory given, by the class that its header names.</summary>
    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        using var ctx = OpenOrNull(rep, dir, env) ??
            throw env.ExceptDecode($"Corrupt model file: it has no part '{ModelSaveContext.Combine(dir, ModelStreamName)}'.");
        result = ctx.CreateComponent<TRes, TSig>(env, extra);
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class => LoadModel<TRes, TSig>(env, out result, Repository, ModelSaveContext.Combine(Directory, name), extra);

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        using var ctx = OpenOrNull(Repository, ModelSaveContext.Combine(Directory, dir), _ectx);
        if (ctx is null)
            return false;
        ctx.Guard(() =>
        {
            action(ctx);
            return true;
        });
        return true;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        var bytes = Repository.ReadEntryOrNull(ModelSaveContext.Combine(Directory, name));
        if (bytes is null)
            return false;
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        action(reader);
        return true;
    }

    public void CheckAtModel() => _ectx.Check(Reader.BaseStream.Position == 0, "The model has been read from already.");

    /// <summary>Checks that nothing has been read yet, and that this is a model of the kind and a version the caller can read.</summary>
    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        _ectx.CheckDecode(_part.Signature == ver.ModelSignature, $"Model part '{Directory}' is of another kind than its loader expects.");
        _ectx.CheckDecode(_part.VerReadable <= ver.VerWrittenCur,
            $"Model part '{Directory}' is too new: it needs version {_part.VerReadable:x8}, this is version {ver.VerWrittenCur:x8}.");
        _ectx.CheckDecode(_part.VerWritten >= ver.VerWeCanReadBack,
            $"Model part '{Directory}' is too old: it has version {_part.VerWritten:x8}, the oldest read is {ver.VerWeCanReadBack:x8}.");
    }

    public string? LoadStringOrNull() => Reader.ReadStringOrNull();

    public string LoadString() =>
        LoadStringOrNull() ?? throw _ectx.ExceptDecode($"Corrupt model file: a text is missing in '{Directory}'.");

    public string LoadNonEmptyString()
    {
        var text = LoadString();
        _ectx.CheckDecode(text.Length > 0, $"Corrupt model file: a text is empty in '{Directory}'.");
        return text;
    }

    public void Dispose() => Reader.Dispose();

    private static ModelLoadContext? OpenOrNull(RepositoryReader rep, string dir, IExceptionContext? ectx)
    {
        var path = ModelSaveContext.Combine(dir, ModelStreamName);
        var bytes = rep.ReadEntryOrNull(path);
        return bytes is null ? null : new ModelLoadContext(rep, dir, ModelPart.Read(bytes, path, ectx), ectx);
    }

    private TRes CreateComponent<TRes, TSig>(IHostEnvironment env, object[] extra)
        where TRes : class
    {
        RegisterLoader(env);
        object[] arguments = [this, .. extra];
        foreach (var name in new[] { _part.LoaderSignature, _part.LoaderSignatureAlt })
        {
            object? instance = null;
            if (string.IsNullOrWhiteSpace(name) ||
                !Guard(() => env.ComponentCatalog.TryCreateInstance(env, typeof(TSig), name, arguments, out instance)))
                continue;
            return instance as TRes ??
                throw env.ExceptDecode($"Model part '{Directory}' is a {instance!.GetType().Name}, where a {typeof(TRes).Name} is needed.");
        }
        throw env.ExceptDecode(
            $"Couldn't load model: '{Directory}'. No class '{_part.LoaderSignature}' is registered in assembly '{_part.LoaderAssembly}'.");
    }

    private void RegisterLoader(IHostEnvironment env)
    {
        if (_part.LoaderAssembly is not { Length: > 0 } name)
            return;
        Assembly assembly;
        try
        {
            // By simple name: a model keeps loading when the assembly's version moves on.
            assembly = Assembly.Load(new AssemblyName(name).Name!);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw env.ExceptDecode(e, $"Couldn't load model: '{Directory}'. Its assembly '{name}' is not there.");
        }
        env.ComponentCatalog.RegisterAssembly(assembly);
    }

    // A loader that runs past the end of its part has met a damaged one.
    private T Guard<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (EndOfStreamException e)
        {
            throw _ectx.ExceptDecode(e, $"Corrupt model file: part '{Directory}' ends too early.");
        }
    }
}
