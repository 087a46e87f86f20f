namespace Microsoft.ML.Data;

/// <summary>A schema as bytes: names, types, annotations. It stands in the model zip so that a loaded model knows its input.</summary>
internal static class SchemaCodec
{
    private const int FormatVersion = 1;

    // Beside the data kinds (1 to 15), which name the item types.
    private const byte RowIdTag = 32;
    private const byte KeyTag = 33;
    private const byte VectorTag = 34;

    // The fewest bytes that a column can have: an empty name, a tag, no annotations.
    private const int SmallestColumn = 6;

    public static byte[] Write(DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            WriteAnnotations(writer, column.Annotations);
        }
        writer.Flush();
        return stream.ToArray();
    }

    public static DataViewSchema Read(byte[] bytes, IExceptionContext? ectx)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        try
        {
            var version = reader.ReadInt32();
            ectx.CheckDecode(version == FormatVersion,
                $"The schema in the model has format version {version}; this implementation reads {FormatVersion}.");
            var builder = new DataViewSchema.Builder();
            for (var count = reader.ReadCount(SmallestColumn); count > 0; count--)
                builder.AddColumn(reader.ReadString(), ReadType(reader), ReadAnnotations(reader));
            return builder.ToSchema();
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw ectx.ExceptDecode(e, "Corrupt model file: part 'Schema' is damaged.");
        }
    }

    private static void WriteType(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write(VectorTag);
                WriteType(writer, vector.ItemType);
                writer.WriteArray<int>(vector.Dimensions.AsSpan());
                break;
            case KeyDataViewType key:
                writer.Write(KeyTag);
                writer.Write((byte)key.GetRawDataKind());
                writer.Write(key.Count);
                break;
            case RowIdDataViewType:
                writer.Write(RowIdTag);
                break;
            default:
                var kind = type.GetRawDataKind();
                if (kind == 0)
                    throw Contracts.ExceptNotSupp($"A column of type '{type}' cannot be saved in a model's schema.");
                writer.Write((byte)kind);
                break;
        }
    }

    private static DataViewType ReadType(BinaryReader reader) => reader.ReadByte() switch
    {
        VectorTag => new VectorDataViewType(
            ReadType(reader) as PrimitiveDataViewType ?? throw Contracts.ExceptDecode("Corrupt model file: a vector of vectors."),
                reader.ReadArray<int>()),
        KeyTag => new KeyDataViewType(((DataKind)reader.ReadByte()).ToPrimitiveType().RawType, reader.ReadUInt64()),
        RowIdTag => RowIdDataViewType.Instance,
        var kind => ((DataKind)kind).ToPrimitiveType(),
    };

    private static void WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        writer.Write(annotations.Schema.Count);
        foreach (var column in annotations.Schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            if (column.Type is VectorDataViewType vector)
                Utils.MarshalActionInvoke(WriteVector<int>, vector.ItemType.RawType, writer, annotations, column);
            else
                Utils.MarshalActionInvoke(WriteScalar<int>, column.Type.RawType, writer, annotations, column);
        }
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        for (var count = reader.ReadCount(2); count > 0; count--)
        {
            var name = reader.ReadString();
            var type = ReadType(reader);
            builder.Add(name, type, type is VectorDataViewType vector
                ? Utils.MarshalInvoke(ReadVector<int>, vector.ItemType.RawType, reader)
                : Utils.MarshalInvoke(ReadScalar<int>, type.RawType, reader));
        }
        return builder.ToAnnotations();
    }

    private static void WriteScalar<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default!;
        annotations.GetValue(column.Name, ref value);
        writer.WriteItem(value);
    }

    private static Delegate ReadScalar<T>(BinaryReader reader)
    {
        var value = reader.ReadItem<T>();
        return (ValueGetter<T>)((ref T destination) => destination = value);
    }

    private static void WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        VBuffer<T> value = default;
        annotations.GetValue(column.Name, ref value);
        writer.Write(value.Length);
        foreach (var item in value.DenseValues())
            writer.WriteItem(item);
    }

    private static Delegate ReadVector<T>(BinaryReader reader)
    {
        var items = new T[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.ReadItem<T>();
        var value = new VBuffer<T>(items.Length, items);
        return (ValueGetter<VBuffer<T>>)value.CopyTo;
    }
}
