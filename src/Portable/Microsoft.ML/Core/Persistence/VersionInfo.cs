namespace Microsoft.ML;

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
