namespace Microsoft.ML.Data;

/// <summary>A schema as bytes: names, types, annotations. It stands in the model zip so that a loaded model knows its input.</summary>
internal static class SchemaCodec
{
    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        WriteColumns(schema, column => WriteColumns(column.Annotations.Schema, annotation => Utils.MarshalActionInvoke(
            WriteValue<int>, annotation.Type.GetItemType().RawType, writer, column.Annotations, annotation)));

        void WriteColumns(DataViewSchema columns, Action<DataViewSchema.Column> writeRest)
        {
            writer.Write(columns.Count);
            foreach (var column in columns)
            {
                writer.Write(column.Name);
                writer.WriteType(column.Type.GetItemType());
                // No dimensions for a scalar.
                writer.WriteArray(column.Type is VectorDataViewType vector ? vector.Dimensions.AsSpan() : []);
                writeRest(column);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader, IExceptionContext? ectx)
    {
        var schema = new DataViewSchema.Builder();
        try
        {
            ReadColumns((name, type) =>
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                ReadColumns((kind, valueType) => annotations.Add(
                    kind, valueType, Utils.MarshalInvoke(ReadValue<int>, valueType.GetItemType().RawType, reader, valueType)));
                schema.AddColumn(name, type, annotations.ToAnnotations());
            });
            return schema.ToSchema();
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw ectx.ExceptDecode(e, "Corrupt model file: part 'Schema' is damaged.");
        }

        void ReadColumns(Action<string, DataViewType> readRest)
        {
            for (var count = reader.ReadCount(); count > 0; count--)
            {
                var (name, item, dimensions) = (reader.ReadString(), reader.ReadType(), reader.ReadArray<int>());
                readRest(name, dimensions.Length > 0 ? new VectorDataViewType(item, dimensions) : item);
            }
        }
    }

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        writer.WriteItems(column.Type is VectorDataViewType ? [.. ValueOf<VBuffer<T>>().DenseValues()] : new[] { ValueOf<T>() });

        TValue ValueOf<TValue>()
        {
            TValue value = default!;
            annotations.GetValue(column.Name, ref value);
            return value;
        }
    }

    private static Delegate ReadValue<T>(BinaryReader reader, DataViewType type)
    {
        var items = reader.ReadItems<T>();
        Contracts.CheckDecode(type is VectorDataViewType || items.Length == 1, "Corrupt model file: an annotation is not one value.");
        return type is VectorDataViewType
            ? (ValueGetter<VBuffer<T>>)new VBuffer<T>(items.Length, items).CopyTo
            : (ValueGetter<T>)((ref T value) => value = items[0]);
    }
}

/// <summary>Primitive column types and their values as bytes, little-endian, texts with their length in front.</summary>
internal static class ItemCodec
{
    /// <summary>Writes the kind of the values, 0 for row identities, and the number of keys, 0 for no keys.</summary>
    public static void WriteType(this BinaryWriter writer, DataViewType type)
    {
        var kind = type.GetRawDataKind();
        if (kind == 0 && type is not RowIdDataViewType)
            throw Contracts.ExceptNotSupp($"Values of type '{type}' cannot be saved in a model.");
        writer.Write((byte)kind);
        writer.Write(type.GetKeyCount());
    }

    public static PrimitiveDataViewType ReadType(this BinaryReader reader)
    {
        var (kind, keyCount) = ((DataKind)reader.ReadByte(), reader.ReadUInt64());
        Contracts.CheckDecode(kind == 0 || Enum.IsDefined(kind), "Corrupt model file: unknown type of values.");
        PrimitiveDataViewType type = kind == 0 ? RowIdDataViewType.Instance : kind.ToPrimitiveType();
        Contracts.CheckDecode(keyCount == 0 || (KeyDataViewType.IsValidDataType(type.RawType)
            && keyCount <= ulong.MaxValue >> (64 - (8 * Marshal.SizeOf(type.RawType)))),
            "Corrupt model file: keys of a bad type.");
        return keyCount == 0 ? type : new KeyDataViewType(type.RawType, keyCount);
    }

    public static void WriteItems<T>(this BinaryWriter writer, T[] items)
    {
        writer.Write(items.Length);
        if (items is ReadOnlyMemory<char>[] texts)
            Array.ForEach(texts, text => writer.WriteStringOrNull(text.ToString()));
        else
            writer.Write(Bytes(items));
    }

    public static T[] ReadItems<T>(this BinaryReader reader)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T[])(object)Array.ConvertAll(reader.ReadStrings(), text => text.AsMemory());
        var items = new T[reader.ReadCount(Unsafe.SizeOf<T>())];
        reader.BaseStream.ReadExactly(Bytes(items));
        return items;
    }

    private static Span<byte> Bytes<T>(T[] items) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(items)), items.Length * Unsafe.SizeOf<T>());
}
