namespace Microsoft.ML.Transforms;

/// <summary>The headers of the parts that transforms save.</summary>
internal static class TransformVersions
{
    /// <summary>
    /// The header of a transform's first format. The signature is eight characters; it differs from ML.NET's where the layout does.
    /// </summary>
    public static VersionInfo First(string modelSignature, string loaderSignature) => new(
        modelSignature: modelSignature,
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: loaderSignature,
        loaderAssemblyName: typeof(TransformVersions).Assembly.FullName!);
}
