using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(DeepFeaturesTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep features", DeepFeaturesTransformer.LoaderSignature)]

namespace MLNetDeep;

public sealed partial class DeepFeaturesTransformer
{
    internal const string LoaderSignature = "MLNetDeepFeatures";
    private const string Signature = "DEEPFEAT";

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal DeepFeaturesTransformer(IHostEnvironment environment, ModelLoadContext context)
        : this(Read(SavedParts.Load(context, Signature, LoaderSignature))) => ArgumentNullException.ThrowIfNull(environment);

    private DeepFeaturesTransformer(DeepFeaturesTransformer other)
    {
        OutputColumnName = other.OutputColumnName;
        Model = other.Model;
        LayerName = other.LayerName;
        _inputs = other._inputs;
        _plan = other._plan;
        _type = other._type;
    }

    private protected override string ModelSignature => Signature;

    private protected override string LoadName => LoaderSignature;
}
