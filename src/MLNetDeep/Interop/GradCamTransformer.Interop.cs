using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;

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
        : this(Read(SavedParts.Load(context, Signature, LoaderSignature))) => ArgumentNullException.ThrowIfNull(environment);

    private GradCamTransformer(GradCamTransformer other)
    {
        OutputColumnName = other.OutputColumnName;
        Model = other.Model;
        Options = other.Options;
        _inputs = other._inputs;
        _map = other._map;
        _target = other._target;
    }

    private protected override string ModelSignature => Signature;

    private protected override string LoadName => LoaderSignature;
}
