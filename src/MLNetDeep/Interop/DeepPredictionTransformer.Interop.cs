using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(DeepPredictionTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep prediction transformer", DeepPredictionTransformer.LoaderSignature)]

namespace MLNetDeep;

// Permutation importance asks pipelines for the non-public twin of ISingleFeaturePredictionTransformer<T>.
public sealed partial class DeepPredictionTransformer : ISingleFeaturePredictionTransformer
{
    internal const string LoaderSignature = "MLNetDeepPredictor";
    private const string ModelSignature = "DEEPNETW";

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal DeepPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(environment);
        (Model, Inputs) = ModelFormat.Read(SavedParts.Load(context, ModelSignature, LoaderSignature));
    }

    /// <summary>Saves into a model zip; ML.NET calls it.</summary>
    void ICanSaveModel.Save(ModelSaveContext context) =>
        SavedParts.Save(context, ModelSignature, LoaderSignature, ModelFormat.Write(Model, Inputs));
}
