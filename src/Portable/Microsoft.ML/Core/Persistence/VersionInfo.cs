namespace Microsoft.ML;

/// <summary>What a model part says of itself: its kind, its versions, and who can load it.</summary>
internal readonly struct VersionInfo(
    string modelSignature,
    uint verWrittenCur,
    uint verReadableCur,
    uint verWeCanReadBack,
    string loaderAssemblyName,
    string? loaderSignature = null,
    string? loaderSignatureAlt = null)
{
    public readonly ulong ModelSignature = Pack(modelSignature);
    public readonly uint VerWrittenCur = verWrittenCur;
    public readonly uint VerReadableCur = verReadableCur;
    public readonly uint VerWeCanReadBack = verWeCanReadBack;
    public readonly string LoaderAssemblyName = loaderAssemblyName;
    public readonly string? LoaderSignature = loaderSignature;
    public readonly string? LoaderSignatureAlt = loaderSignatureAlt;

    // The first character is the lowest byte, so that the signature is readable in the file.
    private static ulong Pack(string modelSignature)
    {
        Contracts.CheckParam(modelSignature is { Length: 8 } && modelSignature.All(char.IsAscii), nameof(modelSignature),
            "The model signature must be eight ASCII characters");
        return modelSignature.Reverse().Aggregate(0UL, (packed, c) => (packed << 8) | c);
    }
}
