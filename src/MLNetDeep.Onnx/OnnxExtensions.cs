using Google.Protobuf;
using Microsoft.ML;
using MLNetDeep.Onnx.Protocol;
using MLNetDeep.Persistence;

namespace MLNetDeep.Onnx;

/// <summary>Writes trained models as ONNX files, for ONNX Runtime and whatever else reads them.</summary>
/// <remarks>
/// <para>The file takes raw features and gives what ML.NET's columns hold: input normalisation, categories, members, calibration and the
/// label's own unit are inside. Operator set 17 of the default domain; the number of rows, <c>N</c>, is free.</para>
/// <para>Inputs, by the names of the columns: the features as float [N, width], NaN where one is missing; each categorical column as int64
/// [N, 1], its key from 1, anything else being a missing value; a sequence as float or int64 [N, steps x width], and where rows are of
/// different lengths their steps as int64 [N, 1] in <c>Features.Length</c>.</para>
/// <para>Outputs, by the names of ML.NET's columns: <c>Score</c>, and by the task <c>PredictedLabel</c> (bool, or int64 keys from 1),
/// <c>Probability</c>, <c>PredictionSet</c>, <c>Quantiles</c>, <c>LowerBound</c>, <c>UpperBound</c>; beside a key its name in
/// <c>PredictedLabelName</c>, and for sequences <c>PredictedLabel.Length</c>. Scalars are [N, 1]. The class names are in the metadata,
/// too, as a JSON array.</para>
/// </remarks>
public static class OnnxExtensions
{
    /// <summary>Writes a model as ONNX.</summary>
    /// <param name="model">The model, an ensemble or one network. Its categorical inputs, if any, are called <c>Category1</c> and so on: a
    /// transformer knows their columns' names.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="featureColumnName">What the input of the features is called. Default <c>Features</c>.</param>
    /// <exception cref="NotSupportedException">ONNX cannot express the model; the message says why.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void SaveAsOnnx(this DeepModel model, Stream stream, string featureColumnName = "Features")
    {
        ArgumentNullException.ThrowIfNull(stream);
        Make(model, featureColumnName).WriteTo(stream);
    }

    /// <summary>Writes a model as an ONNX file. What was there is replaced once the new file is whole.</summary>
    /// <param name="model">The model, an ensemble or one network.</param>
    /// <param name="path">The file.</param>
    /// <param name="featureColumnName">What the input of the features is called. Default <c>Features</c>.</param>
    /// <exception cref="NotSupportedException">ONNX cannot express the model; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveAsOnnx(this DeepModel model, string path, string featureColumnName = "Features")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, Make(model, featureColumnName));
    }

    /// <summary>Writes what a deep trainer has fitted as ONNX.</summary>
    /// <param name="transformer">
    /// A <see cref="DeepPredictionTransformer"/>, a <see cref="WeightedEnsembleTransformer"/> of such, or a
    /// <see cref="ForecastTransformer"/>, of which the network alone is written: from windows that are scaled, to forecasts that are.
    /// </param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="NotSupportedException">The transformer is another, or ONNX cannot express it; the message says why.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void SaveAsOnnx(this ITransformer transformer, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TransformerWriter.Write(transformer).WriteTo(stream);
    }

    /// <summary>Writes what a deep trainer has fitted as an ONNX file. What was there is replaced once the new file is whole.</summary>
    /// <param name="transformer">
    /// A <see cref="DeepPredictionTransformer"/>, a <see cref="WeightedEnsembleTransformer"/> of such, or a
    /// <see cref="ForecastTransformer"/>, of which the network alone is written: from windows that are scaled, to forecasts that are.
    /// </param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The transformer is another, or ONNX cannot express it; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveAsOnnx(this ITransformer transformer, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, TransformerWriter.Write(transformer));
    }

    private static ModelProto Make(DeepModel model, string featureColumnName)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        return ModelWriter.Write(model, GraphInputs.Of(model, featureColumnName));
    }

    private static void Write(string path, ModelProto file) =>
        ReplacedFile.Write(path, keepPrevious: false, stream => file.WriteTo(stream));
}
