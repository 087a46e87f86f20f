namespace Microsoft.ML.Data;

/// <summary>A schema as bytes: names, types, annotations. It stands in the model zip so that a loaded model knows its input.</summary>
internal static class SchemaCodec
{
    public static byte[] Write(DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        WriteColumns(schema, column => WriteColumns(column.Annotations.Schema, annotation => Utils.MarshalActionInvoke(
            WriteValue<int>, annotation.Type.GetItemType().RawType, writer, column.Annotations, annotation)));
        writer.Flush();
        return stream.ToArray();

        void WriteColumns(DataViewSchema columns, Action<DataViewSchema.Column> writeRest)
        {
            writer.Write(columns.Count);
            foreach (var column in columns)
            {
                // The kind of the items, 0 for row identities; the number of keys, 0 for no keys; the dimensions, none for a scalar.
                var item = column.Type.GetItemType();
                var kind = item.GetRawDataKind();
                if (kind == 0 && item is not RowIdDataViewType)
                    throw Contracts.ExceptNotSupp($"A column of type '{column.Type}' cannot be saved in a model's schema.");
                writer.Write(column.Name);
                writer.Write((byte)kind);
                writer.Write(item.GetKeyCount());
                writer.WriteArray(column.Type is VectorDataViewType vector ? vector.Dimensions.AsSpan() : []);
                writeRest(column);
            }
        }
    }

    public static DataViewSchema Read(byte[] bytes, IExceptionContext? ectx)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
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
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw ectx.ExceptDecode(e, "Corrupt model file: part 'Schema' is damaged.");
        }

        void ReadColumns(Action<string, DataViewType> readRest)
        {
            for (var count = reader.ReadCount(); count > 0; count--)
            {
                var (name, kind, keyCount) = (reader.ReadString(), (DataKind)reader.ReadByte(), reader.ReadUInt64());
                PrimitiveDataViewType item = kind == 0 ? RowIdDataViewType.Instance : kind.ToPrimitiveType();
                item = keyCount > 0 ? new KeyDataViewType(item.RawType, keyCount) : item;
                var dimensions = reader.ReadArray<int>();
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

/// <summary>Single values of primitive column types as bytes, little-endian, texts with their length in front.</summary>
internal static class ItemCodec
{
    public static void WriteItems<T>(this BinaryWriter writer, T[] items)
    {
        writer.Write(items.Length);
        Array.ForEach(items, writer.WriteItem);
    }

    public static T[] ReadItems<T>(this BinaryReader reader)
    {
        var items = new T[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.ReadItem<T>();
        return items;
    }

    public static void WriteItem<T>(this BinaryWriter writer, T value)
    {
        if (value is ReadOnlyMemory<char> text)
            writer.WriteStringOrNull(text.ToString());
        else
            writer.Write(Bytes(ref value));
    }

    public static T ReadItem<T>(this BinaryReader reader)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T)(object)(reader.ReadStringOrNull() ?? "").AsMemory();
        T value = default!;
        reader.BaseStream.ReadExactly(Bytes(ref value));
        return value;
    }

    private static Span<byte> Bytes<T>(ref T value) => RuntimeHelpers.IsReferenceOrContainsReferences<T>()
        ? throw Contracts.ExceptNotSupp($"Values of type '{typeof(T)}' cannot be saved in a model.")
        : MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>());
}
