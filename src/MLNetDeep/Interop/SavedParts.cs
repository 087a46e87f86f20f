using Microsoft.ML;
using MLNetDeep.Persistence;

namespace MLNetDeep.Interop;

/// <summary>Puts parts into one directory of a model zip, and takes them out again.</summary>
internal static class SavedParts
{
    private const int PieceSize = 1 << 16;

    /// <summary>Writes the header of ML.NET and every part.</summary>
    /// <param name="context">The directory in the zip.</param>
    /// <param name="modelSignature">8 letters that say what is saved.</param>
    /// <param name="loadName">The name under which the class that reads it is registered as loadable.</param>
    /// <param name="parts">What to save.</param>
    public static void Save(ModelSaveContext context, string modelSignature, string loadName, ModelParts parts)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version(modelSignature, loadName));
        parts.Write(context.Writer, (name, bytes) => context.SaveBinaryStream(name, writer => writer.Write(bytes)));
    }

    /// <summary>Reads and checks what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    public static ModelParts Load(ModelLoadContext context, string modelSignature, string loadName)
    {
        context.CheckAtModel(Version(modelSignature, loadName));
        return ModelParts.Read(context.Reader, name => ReadPart(context, name));
    }

    private static VersionInfo Version(string modelSignature, string loadName) => new(
        modelSignature: modelSignature,
        verWrittenCur: ModelParts.CurrentVersion,
        verReadableCur: ModelParts.CurrentVersion,
        verWeCanReadBack: ModelParts.OldestVersion,
        loaderSignature: loadName,
        loaderAssemblyName: typeof(SavedParts).Assembly.FullName!);

    private static byte[]? ReadPart(ModelLoadContext context, string name)
    {
        byte[]? bytes = null;
        context.TryLoadBinaryStream(name, reader => bytes = ReadToEnd(name, reader.BaseStream));
        return bytes;
    }

    // A few packed bytes may unpack to gigabytes: where nobody says how much there is, no more is read than can make sense.
    private static byte[] ReadToEnd(string name, Stream stream)
    {
        if (stream.CanSeek)
        {
            var bytes = new byte[stream.Length - stream.Position];
            stream.ReadExactly(bytes);
            return bytes;
        }
        var limit = ModelParts.LargestSize(name);
        using var copy = new MemoryStream();
        var piece = new byte[PieceSize];
        for (var count = stream.Read(piece); count > 0; count = stream.Read(piece))
        {
            if (copy.Length + count > limit)
                throw ModelParts.Broken(name, $"unpacks to more than {limit:N0} bytes");
            copy.Write(piece, 0, count);
        }
        return copy.ToArray();
    }
}
