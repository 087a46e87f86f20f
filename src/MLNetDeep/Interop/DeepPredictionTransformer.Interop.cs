using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
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

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">A part is missing, was altered, or is of an unknown version.</exception>
    internal DeepPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(environment);
        context.CheckAtModel(Version());
        var parts = ModelParts.Read(context.Reader, name => ReadPart(context, name));
        (Model, Inputs) = ModelFormat.Read(parts);
    }

    /// <summary>Saves into a model zip; ML.NET calls it.</summary>
    void ICanSaveModel.Save(ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        var parts = ModelFormat.Write(Model, Inputs);
        parts.Write(context.Writer, (name, bytes) => context.SaveBinaryStream(name, writer => writer.Write(bytes)));
    }

    private static VersionInfo Version() => new(
        modelSignature: "DEEPNETW",
        verWrittenCur: ModelParts.CurrentVersion,
        verReadableCur: ModelParts.CurrentVersion,
        verWeCanReadBack: ModelParts.OldestVersion,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(DeepPredictionTransformer).Assembly.FullName!);

    private static byte[]? ReadPart(ModelLoadContext context, string name)
    {
        byte[]? bytes = null;
        context.TryLoadBinaryStream(name, reader =>
        {
            using var copy = new MemoryStream();
            reader.BaseStream.CopyTo(copy);
            bytes = copy.ToArray();
        });
        return bytes;
    }
}
