using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>
/// What a component reads itself from: one directory of the model zip, with its Model.key behind <see cref="Reader"/>. The
/// zip is not trusted: an entry must have the length and the checksum that the zip's directory gives.
/// </summary>
internal sealed class ModelLoadContext
{
    public const string ModelStreamName = "Model.key";

    // The checksum of zip files (ISO 3309), reflected polynomial 0xEDB88320; ZipArchive does not compare it.
    private static readonly uint[] Crc32Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8)
        .Aggregate((uint)i, (value, _) => (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1))];

    public readonly BinaryReader Reader;

    private readonly ZipArchive _zip;
    private readonly string _directory;
    private readonly VersionInfo _saved;
    private readonly long _start;

    /// <summary>The top directory of a zip.</summary>
    public ModelLoadContext(ZipArchive zip) => (_zip, _directory, Reader) = (zip, "", new(Stream.Null));

    private ModelLoadContext(ZipArchive zip, string directory, BinaryReader reader)
    {
        (_zip, _directory, Reader) = (zip, directory, reader);
        _saved = VersionInfo.Read(reader, directory);
        _start = reader.BaseStream.Position;
    }

    /// <summary>Makes the component saved in the directory given, by the class that its header names.</summary>
    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name)
        where TRes : class
    {
        TRes? loaded = null;
        var found = TryProcessSubModel(name, ctx =>
        {
            var (saved, catalog) = (ctx._saved, env.ComponentCatalog);
            // By simple name: a model keeps loading when the assembly's version moves on.
            if (saved.LoaderAssemblyName.Length > 0)
                catalog.RegisterAssembly(Assembly.Load(new AssemblyName(saved.LoaderAssemblyName).Name!));
            loaded = (catalog.CreateOrNull<TSig>(saved.LoaderSignature, env, ctx) ??
                catalog.CreateOrNull<TSig>(saved.LoaderSignatureAlt, env, ctx)) as TRes ?? throw env.ExceptDecode(
                $"Couldn't load model: '{_directory}{name}'. " +
                $"Class '{saved.LoaderSignature}' of '{saved.LoaderAssemblyName}' gives no {typeof(TRes).Name}.");
            env.CheckDecode(ctx.Reader.Remaining() == 0, $"Corrupt model file: part '{_directory}{name}' is longer than its loader expects.");
        });
        env.CheckDecode(found, $"Corrupt model file: it has no part '{_directory}{name}/{ModelStreamName}'.");
        result = loaded!;
    }

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action) =>
        TryLoadBinaryStream($"{dir}/{ModelStreamName}", reader => action(new(_zip, $"{_directory}{dir}/", reader)));

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        if (_zip.GetEntry(_directory + name) is not { } entry)
            return false;
        using var content = new MemoryStream();
        using (var source = entry.Open())
        {
            var block = new byte[81920];
            // Stops past the announced length, so that a tampered entry cannot fill the memory.
            for (int n; content.Length <= entry.Length && (n = source.Read(block)) > 0;)
                content.Write(block, 0, n);
        }
        var crc = uint.MaxValue;
        foreach (var b in content.GetBuffer().AsSpan(0, (int)content.Length))
            crc = Crc32Table[(byte)(crc ^ b)] ^ (crc >> 8);
        Contracts.CheckDecode(content.Length == entry.Length && ~crc == entry.Crc32, $"Corrupt model file: part '{entry}' is damaged.");
        content.Position = 0;
        using var reader = new BinaryReader(content);
        action(reader);
        return true;
    }

    public void CheckAtModel() => Contracts.Check(Reader.BaseStream.Position == _start, "The model has been read from already.");

    /// <summary>Checks that nothing has been read yet, and that this is a model of the kind and a version the caller can read.</summary>
    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        Contracts.CheckDecode(_saved.ModelSignature == ver.ModelSignature,
            $"Model part '{_directory}' is of another kind than its loader expects.");
        Contracts.CheckDecode(_saved.VerReadableCur <= ver.VerWrittenCur,
            $"Model part '{_directory}' is too new: it needs version {_saved.VerReadableCur:x8}, this is version {ver.VerWrittenCur:x8}.");
        Contracts.CheckDecode(_saved.VerWrittenCur >= ver.VerWeCanReadBack,
            $"Model part '{_directory}' is too old: it has version {_saved.VerWrittenCur:x8}, the oldest read is {ver.VerWeCanReadBack:x8}.");
    }

    public string? LoadStringOrNull() => Reader.ReadStringOrNull();

    public string LoadString() =>
        LoadStringOrNull() ?? throw Contracts.ExceptDecode($"Corrupt model file: a text is missing in '{_directory}'.");

    public string LoadNonEmptyString() => LoadString() is { Length: > 0 } text ? text
        : throw Contracts.ExceptDecode($"Corrupt model file: a text is empty in '{_directory}'.");
}
