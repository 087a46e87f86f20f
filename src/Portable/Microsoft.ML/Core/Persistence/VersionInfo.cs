using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What a model part says of itself: its kind, its versions, and who can load it.</summary>
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string? LoaderSignature;
    public readonly string? LoaderSignatureAlt;

    public VersionInfo(
        string modelSignature,
        uint verWrittenCur,
        uint verReadableCur,
        uint verWeCanReadBack,
        string loaderAssemblyName,
        string? loaderSignature = null,
        string? loaderSignatureAlt = null)
    {
        Contracts.CheckParam(modelSignature is { Length: 8 } && modelSignature.All(char.IsAscii), nameof(modelSignature),
            "The model signature must be eight ASCII characters");
        // The first character is the lowest byte, so that the signature is readable in the file.
        for (var i = 7; i >= 0; i--)
            ModelSignature = (ModelSignature << 8) | modelSignature[i];
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
