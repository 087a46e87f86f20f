using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>Where a component writes itself: one directory of the model zip, with its Model.key behind <see cref="Writer"/>.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;
    private readonly ZipArchive _zip;

    private ModelSaveContext(ZipArchive zip, string directory, BinaryWriter writer) => (_zip, Directory, Writer) = (zip, directory, writer);

    /// <summary>Writes a model zip; the context given is its top directory.</summary>
    internal static void SaveZip(Stream stream, Action<ModelSaveContext> save)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var top = new ModelSaveContext(zip, "", BinaryWriter.Null);
        var version = typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        top.SaveTextStream("TrainingInfo/Version.txt", text => text.WriteLine(version));
        save(top);
    }

    internal void SaveModel<T>(T? value, string name) where T : class
    {
        if (value is not null)
            SaveSubModel(name, value is ICanSaveModel model ? model.Save
                : throw Contracts.ExceptNotSupp($"'{value.GetType().Name}' cannot be saved in a model."));
    }

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn) =>
        SaveBinaryStream($"{dir}/{ModelLoadContext.ModelStreamName}", writer =>
        {
            fn(new(_zip, $"{Directory}{dir}/", writer));
            Contracts.Check(writer.BaseStream.Length > 0, $"The component saved in '{Directory}{dir}' has set no version.");
        });

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        action(writer);
        var entry = _zip.CreateEntry(Directory + name, CompressionLevel.Fastest);
        // The same model gives the same bytes, whenever it is saved.
        entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var target = entry.Open();
        content.WriteTo(target);
    }

    internal void SaveTextStream(string name, Action<TextWriter> action) => SaveBinaryStream(name, binary =>
    {
        using var text = new StreamWriter(binary.BaseStream, leaveOpen: true) { NewLine = "\n" };
        action(text);
    });

    internal void CheckAtModel() => Contracts.Check(Writer.BaseStream.Length == 0, "The model has been written to already.");

    internal void SetVersionInfo(VersionInfo ver)
    {
        CheckAtModel();
        ver.Write(Writer);
    }

    internal void SaveString(string str) => Writer.WriteStringOrNull(Contracts.CheckRef(str, nameof(str)));
    internal void SaveNonEmptyString(string str) => Writer.WriteStringOrNull(Contracts.CheckNonEmpty(str, nameof(str)));
    internal void SaveStringOrNull(string? str) => Writer.WriteStringOrNull(str);
    public void Dispose() => Writer.Dispose();
}

/// <summary>What a model part says of itself in its first bytes: its kind, its versions, and who can load it.</summary>
internal readonly struct VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack,
    string loaderAssemblyName, string? loaderSignature = null, string? loaderSignatureAlt = null)
{
    public readonly string ModelSignature = modelSignature, LoaderAssemblyName = loaderAssemblyName;
    public readonly string LoaderSignature = loaderSignature ?? loaderSignatureAlt ?? "";
    public readonly uint VerWrittenCur = verWrittenCur, VerReadableCur = verReadableCur, VerWeCanReadBack = verWeCanReadBack;

    private static ReadOnlySpan<byte> Magic => "MLPORTBL"u8;

    public void Write(BinaryWriter writer)
    {
        // Longer ones do not fit the official header.
        Contracts.Check(ModelSignature.Length == 8 && LoaderSignature.Length <= 24,
            $"A model signature has 8 characters, a loader signature 24 at most, but they are '{ModelSignature}' and '{LoaderSignature}'.");
        writer.Write(Magic);
        writer.WriteStrings([ModelSignature, LoaderAssemblyName, LoaderSignature]);
        writer.WriteArray<uint>([VerWrittenCur, VerReadableCur]);
    }

    public static VersionInfo Read(BinaryReader reader, string directory)
    {
        Contracts.CheckDecode(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic),
            $"Model part '{directory}' is not in the format of this implementation; the official ML.NET packages have another.");
        return reader.ReadStrings() is [var kind, var assembly, var loader] && reader.ReadArray<uint>() is [var written, var readable]
            ? new(kind, written, readable, 0, assembly, loader)
            : throw Contracts.ExceptDecode($"Corrupt model file: part '{directory}' is damaged.");
    }
}
