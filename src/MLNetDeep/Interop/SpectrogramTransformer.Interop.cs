using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Spectrograms;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(SpectrogramTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep spectrogram", SpectrogramTransformer.LoaderSignature)]

namespace MLNetDeep;

public sealed partial class SpectrogramTransformer
{
    internal const string LoaderSignature = "MLNetDeepSpectrogram";
    private const string Signature = "DEEPSPEC";

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal SpectrogramTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(environment);
        (OutputColumnName, InputColumnName, Options) = Read(SavedParts.Load(context, Signature, LoaderSignature));
        _plan = new SpectrogramPlan(Options);
    }

    private protected override string ModelSignature => Signature;

    private protected override string LoadName => LoaderSignature;
}
