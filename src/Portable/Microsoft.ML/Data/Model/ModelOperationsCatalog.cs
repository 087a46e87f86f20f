using System.IO.Compression;

namespace Microsoft.ML;

public sealed class ModelOperationsCatalog : IInternalCatalog
{
    private const string SchemaEntryName = "Schema";
    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env) => _env = env;
    IHostEnvironment IInternalCatalog.Environment => _env;

    public void Save(ITransformer model, DataViewSchema? inputSchema, Stream stream)
    {
        _env.CheckValue(stream, nameof(stream));
        ModelSaveContext.SaveZip(stream, zip =>
        {
            zip.SaveModel(model, TransformerChain<ITransformer>.LoaderSignature);
            if (inputSchema == null)
                return;
            // As many hosts as officially, since the seeds of later ones depend on it.
            _env.Register("BinarySaver");
            _env.Register("EmptyDataView");
            zip.SaveBinaryStream(SchemaEntryName, writer => SchemaCodec.Write(writer, inputSchema));
        });
    }

    public void Save(ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        // Written beside and renamed: whatever goes wrong, a model saved there before stays whole.
        var beside = $"{filePath}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                Save(model, inputSchema, stream);
            File.Move(beside, filePath, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        _env.CheckValue(stream, nameof(stream));
        using var archive = OpenZip();
        var zip = new ModelLoadContext(archive);
        zip.LoadModel<ITransformer, SignatureLoadModel>(_env, out var model, TransformerChain<ITransformer>.LoaderSignature);
        DataViewSchema? schema = null;
        zip.TryLoadBinaryStream(SchemaEntryName, reader => schema = SchemaCodec.Read(reader, _env.Register("BinaryLoader")));
        // A model saved without a schema has none to return; the official signature does not say so.
        inputSchema = schema!;
        return model;

        ZipArchive OpenZip()
        {
            try
            {
                var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                _ = zip.Entries; // reads the directory, which else would be read with the first part
                return zip;
            }
            catch (Exception e)
            {
                throw _env.ExceptDecode(e, "Failed to open a zip archive");
            }
        }
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class where TDst : class, new() => new(_env, transformer, new()
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class where TDst : class, new() => CreatePredictionEngine<TSrc, TDst>(
            transformer, false, SchemaDefinition.For(typeof(TSrc), _env.CheckRef(inputSchema, nameof(inputSchema))));
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class where TDst : class, new() => new(_env, transformer, _env.CheckRef(options, nameof(options)));
}
