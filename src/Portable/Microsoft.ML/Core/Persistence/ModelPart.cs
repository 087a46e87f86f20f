namespace Microsoft.ML;

/// <summary>
/// The bytes of a Model.key: magic, format version, the model's signature and versions, who loads it, the payload with its
/// length in front. The layout is this implementation's own; damage is caught by the checksum that every zip entry carries.
/// </summary>
internal sealed record ModelPart(
    ulong Signature,
    uint VerWritten,
    uint VerReadable,
    string? LoaderSignature,
    string? LoaderSignatureAlt,
    string? LoaderAssembly,
    byte[] Payload)
{
    private const uint FormatVersion = 1;

    private static ReadOnlySpan<byte> Magic => "MLPORTBL"u8;

    // What the official packages write in this place.
    private static ReadOnlySpan<byte> OfficialMagic => "ML MODEL"u8;

    public static byte[] Write(VersionInfo version, ReadOnlySpan<byte> payload)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(version.ModelSignature);
        writer.Write(version.VerWrittenCur);
        writer.Write(version.VerReadableCur);
        writer.WriteStringOrNull(version.LoaderSignature);
        writer.WriteStringOrNull(version.LoaderSignatureAlt);
        writer.WriteStringOrNull(version.LoaderAssemblyName);
        writer.Write((long)payload.Length);
        writer.Write(payload);
        writer.Flush();
        return stream.ToArray();
    }

    public static ModelPart Read(byte[] bytes, string path, IExceptionContext? ectx)
    {
        if (bytes.AsSpan().StartsWith(OfficialMagic))
        {
            throw ectx.ExceptDecode(
                $"Model part '{path}' was written by the official ML.NET packages, whose format this implementation does not read.");
        }
        ectx.CheckDecode(bytes.AsSpan().StartsWith(Magic), $"Model part '{path}' is not one: it starts with unknown bytes.");
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length, writable: false));
        try
        {
            var format = reader.ReadUInt32();
            ectx.CheckDecode(format == FormatVersion,
                $"Model part '{path}' has format version {format}; this implementation reads {FormatVersion}.");
            var (signature, written, readable) = (reader.ReadUInt64(), reader.ReadUInt32(), reader.ReadUInt32());
            var (loader, alternative, assembly) = (reader.ReadStringOrNull(), reader.ReadStringOrNull(), reader.ReadStringOrNull());
            var length = reader.ReadInt64();
            ectx.CheckDecode(length == reader.Remaining(),
                $"Model part '{path}' says it has {length} bytes, but has {reader.Remaining()}.");
            return new ModelPart(signature, written, readable, loader, alternative, assembly, reader.ReadBytes((int)length));
        }
        catch (EndOfStreamException e)
        {
            throw ectx.ExceptDecode(e, $"Model part '{path}' ends too early.");
        }
    }
}
