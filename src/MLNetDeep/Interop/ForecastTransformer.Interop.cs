using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Forecasting;
using MLNetDeep.Interop;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(ForecastTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep forecast", ForecastTransformer.LoaderSignature)]

namespace MLNetDeep;

public sealed partial class ForecastTransformer
{
    internal const string LoaderSignature = "MLNetDeepForecast";
    private const string ModelSignature = "DEEPFCST";

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal ForecastTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Forecaster = ForecastFormat.Read(SavedParts.Load(context, ModelSignature, LoaderSignature));
    }

    /// <summary>Saves into a model zip; ML.NET calls it.</summary>
    void ICanSaveModel.Save(ModelSaveContext context) =>
        SavedParts.Save(context, ModelSignature, LoaderSignature, ForecastFormat.Write(Forecaster));
}
