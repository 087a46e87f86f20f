[assembly: LoadableClass(typeof(LinearBinaryModelParameters), typeof(LinearBinaryModelParameters), null, typeof(SignatureLoadModel),
    "Linear Binary Executor", LinearBinaryModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    internal const string LoaderSignature = "Linear2CExec";

    private static readonly VersionInfo Version = TransformVersions.First("LINEAR2C", LoaderSignature);

    internal LinearBinaryModelParameters(IHostEnvironment env, float[] weights, float bias)
        : base(env, "LinearBinaryPredictor", Version, weights, bias)
    {
    }

    internal static LinearBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var weights = ReadWeights(ctx, out var bias);
        return new LinearBinaryModelParameters(env, weights, bias);
    }
}
