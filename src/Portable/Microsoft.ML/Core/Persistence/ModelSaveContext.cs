namespace Microsoft.ML;

/// <summary>Where a component writes itself: one directory of the model zip, with its Model.key behind <see cref="Writer"/>.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;

    private readonly MemoryStream _payload = new();
    private VersionInfo? _version;

    internal ModelSaveContext(RepositoryWriter rep, string dir)
    {
        Repository = rep;
        Directory = dir;
        Writer = new BinaryWriter(_payload, Encoding.UTF8, leaveOpen: true);
    }

    internal static void SaveModel<T>(RepositoryWriter rep, T? value, string path)
        where T : class
    {
        if (value is null)
            return;
        if (value is not ICanSaveModel model)
            throw Contracts.ExceptNotSupp($"'{value.GetType().Name}' cannot be saved in a model.");
        using var ctx = new ModelSaveContext(rep, path);
        model.Save(ctx);
        ctx.Done();
    }

    internal void SaveModel<T>(T? value, string name)
        where T : class => SaveModel(Repository, value, Combine(Directory, name));

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        using var ctx = new ModelSaveContext(Repository, Combine(Directory, dir));
        fn(ctx);
        ctx.Done();
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            action(writer);
        Repository.WriteEntry(Combine(Directory, name), stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    internal void SaveTextStream(string name, Action<TextWriter> action) =>
        SaveBinaryStream(name, binary =>
        {
            using var text = new StreamWriter(binary.BaseStream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            action(text);
        });

    internal void CheckAtModel() => Contracts.Check(_payload.Length == 0 && _version is null, "The model has been written to already.");

    internal void SetVersionInfo(VersionInfo ver) => _version = ver;

    internal void SaveString(string str)
    {
        Contracts.CheckValue(str, nameof(str));
        Writer.WriteStringOrNull(str);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => Writer.WriteStringOrNull(str.ToString());

    internal void SaveNonEmptyString(string str) => Writer.WriteStringOrNull(Contracts.CheckNonEmpty(str, nameof(str)));

    internal void SaveStringOrNull(string? str) => Writer.WriteStringOrNull(str);

    internal void Done()
    {
        var version = _version ?? throw Contracts.Except($"The component saved in '{Directory}' has set no version.");
        Writer.Flush();
        Repository.WriteEntry(
            Combine(Directory, ModelLoadContext.ModelStreamName),
            ModelPart.Write(version, _payload.GetBuffer().AsSpan(0, (int)_payload.Length)));
    }

    public void Dispose()
    {
        Writer.Dispose();
        _payload.Dispose();
    }

    internal static string Combine(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
