using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>What a component reads itself from: one directory of the model zip, with its Model.key behind <see cref="Reader"/>.</summary>
internal sealed class ModelLoadContext
{
    public const string ModelStreamName = "Model.key";

    // The checksum of zip files (ISO 3309), reflected polynomial 0xEDB88320; ZipArchive does not compare it.
    private static readonly uint[] Crc32Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8)
        .Aggregate((uint)i, (value, _) => (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1))];

    // What unpacks to a hundred times its length and to megabytes is no model: weights hardly shrink.
    private const long AlwaysAllowed = 4 << 20;
    private const long LargestRatio = 100;

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
    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class
    {
        TRes? loaded = null;
        var found = TryProcessSubModel(name, ctx =>
        {
            var (saved, catalog) = (ctx._saved, env.ComponentCatalog);
            // By simple name: a model keeps loading when the assembly's version moves on.
            if (saved.LoaderAssemblyName.Length > 0)
                catalog.RegisterAssembly(Load(saved.LoaderAssemblyName));
            loaded = catalog.CreateOrNull<TSig>(saved.LoaderSignature, [env, ctx, .. extra]) as TRes ?? throw env.ExceptDecode(
                $"Couldn't load model: '{_directory}{name}'. Class '{saved.LoaderSignature}' of '{saved.LoaderAssemblyName}' " +
                $"gives no {typeof(TRes).Name}.");
            env.CheckDecode(ctx.Reader.Remaining() == 0, $"Corrupt model file: part '{_directory}{name}' has more than its loader reads.");
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
        var bytes = Unpack(entry);
        var crc = ~bytes.Aggregate(uint.MaxValue, (crc, b) => Crc32Table[(byte)(crc ^ b)] ^ (crc >> 8));
        Contracts.CheckDecode(crc == entry.Crc32, $"Corrupt model file: part '{entry}' is damaged.");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true));
        try
        {
            action(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or TargetInvocationException { InnerException: EndOfStreamException })
        {
            throw Contracts.ExceptDecode(null, e, $"Corrupt model file: part '{entry}' ends too early.");
        }
        return true;
    }

    /// <summary>Unpacks as much as the zip's directory says, unless that is out of all proportion to what is packed.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        try
        {
            using var source = entry.Open(); // checks that the packed bytes lie within the file
            Contracts.CheckDecode(entry.Length <= Math.Max(AlwaysAllowed, entry.CompressedLength * LargestRatio),
                $"Corrupt model file: part '{entry}' is {entry.CompressedLength} bytes that claim to unpack to {entry.Length}.");
            var bytes = new byte[entry.Length];
            source.ReadExactly(bytes);
            Contracts.CheckDecode(source.ReadByte() < 0, $"Corrupt model file: part '{entry}' is longer than the zip's directory says.");
            return bytes;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Contracts.ExceptDecode(null, e, $"Corrupt model file: part '{entry}' is damaged.");
        }
    }

    private Assembly Load(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name).Name!);
        }
        catch (Exception e) when (e is IOException or ArgumentException or BadImageFormatException)
        {
            throw Contracts.ExceptDecode(null, e, $"Couldn't load model: part '{_directory}' needs the assembly '{name}'.");
        }
    }

    public void CheckAtModel() => Contracts.Check(Reader.BaseStream.Position == _start, "The model has been read from already.");

    /// <summary>Checks that nothing has been read yet, and that this is a model of the kind and a version the caller can read.</summary>
    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        Contracts.CheckDecode(_saved.ModelSignature == ver.ModelSignature && _saved.VerReadableCur <= ver.VerWrittenCur &&
            _saved.VerWrittenCur >= ver.VerWeCanReadBack,
            $"Model part '{_directory}' is '{_saved.ModelSignature}' of version {_saved.VerWrittenCur:x8}, where " +
            $"'{ver.ModelSignature}' of version {ver.VerWeCanReadBack:x8} to {ver.VerWrittenCur:x8} can be read.");
    }

    public string? LoadStringOrNull() => Reader.ReadStringOrNull();
    public string LoadString() =>
        LoadStringOrNull() ?? throw Contracts.ExceptDecode($"Corrupt model file: a text is missing in '{_directory}'.");
    public string LoadNonEmptyString() => LoadString() is { Length: > 0 } text ? text
        : throw Contracts.ExceptDecode($"Corrupt model file: a text is empty in '{_directory}'.");
}
