namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    private const string SchemaEntryName = "Schema";

    public void Save(ITransformer model, DataViewSchema? inputSchema, Stream stream)
    {
        _env.CheckValue(stream, nameof(stream));
        using var writer = RepositoryWriter.CreateNew(stream, _env);
        ModelSaveContext.SaveModel(writer, model, TransformerChain.Directory);
        if (inputSchema != null)
            writer.WriteEntry(SchemaEntryName, SchemaCodec.Write(inputSchema));
        writer.Commit();
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
        using var reader = RepositoryReader.Open(stream, _env);
        var schema = reader.ReadEntryOrNull(SchemaEntryName);
        // A model saved without a schema has none to return; the official signature does not say so.
        inputSchema = schema is null ? null! : SchemaCodec.Read(schema, _env);
        ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_env, out var model, reader, TransformerChain.Directory);
        return model;
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }
}
