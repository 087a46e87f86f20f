using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(GradCamTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep Grad-CAM", GradCamTransformer.LoaderSignature)]

namespace MLNetDeep;

public sealed partial class GradCamTransformer
{
    internal const string LoaderSignature = "MLNetDeepGradCam";
    private const string Signature = "DEEPGCAM";

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal GradCamTransformer(IHostEnvironment environment, ModelLoadContext context)
        : this(SavedParts.Load(context, Signature, LoaderSignature)) => ArgumentNullException.ThrowIfNull(environment);

    private GradCamTransformer(ModelParts parts) : this(ModelFormat.Read(parts), ReadOptions(parts))
    {
    }

    private GradCamTransformer((DeepModel Model, InputColumns Inputs) saved, (string Output, GradCamOptions Options) options)
        : this(options.Output, saved.Model, saved.Inputs, options.Options)
    {
    }

    private protected override string ModelSignature => Signature;

    private protected override string LoadName => LoaderSignature;
}
