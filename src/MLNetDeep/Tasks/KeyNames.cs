using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Persistence;

namespace MLNetDeep.Tasks;

/// <summary>The values behind a key column: class names, usually text, sometimes numbers.</summary>
internal abstract class KeyNames
{
    private static readonly Kind[] Kinds =
    [
        new Kind<ReadOnlyMemory<char>>(TextDataViewType.Instance, text => text.AsMemory(), text => text.ToString()),
        Number<float>(NumberDataViewType.Single), Number<double>(NumberDataViewType.Double),
        Number<sbyte>(NumberDataViewType.SByte), Number<byte>(NumberDataViewType.Byte),
        Number<short>(NumberDataViewType.Int16), Number<ushort>(NumberDataViewType.UInt16),
        Number<int>(NumberDataViewType.Int32), Number<uint>(NumberDataViewType.UInt32),
        Number<long>(NumberDataViewType.Int64), Number<ulong>(NumberDataViewType.UInt64),
        new Kind<bool>(BooleanDataViewType.Instance, bool.Parse, flag => flag.ToString()),
    ];

    /// <summary>Whether the names are text, so that they can name the slots of a vector.</summary>
    public abstract bool IsText { get; }

    /// <summary>The names as people read them.</summary>
    public abstract IReadOnlyList<string> Texts { get; }

    /// <summary>Adds the names to annotations, as a vector.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder builder, string annotation);

    public abstract JsonObject ToJson();

    /// <summary>Whether names of this type can be kept.</summary>
    public static bool CanKeep(DataViewType type) => Array.Exists(Kinds, kind => kind.Type.Equals(type));

    /// <summary>
    /// The values that a key column carries, or null when it carries none, not one for each key (ML.NET ignores such ones too), or
    /// some of a type that cannot be kept.
    /// </summary>
    public static KeyNames? Read(DataViewSchema.Column label) => Read(label, label.Type as KeyDataViewType);

    /// <summary>The same of a column whose items are keys.</summary>
    public static KeyNames? OfItems(DataViewSchema.Column vector) =>
        Read(vector, (vector.Type as VectorDataViewType)?.ItemType as KeyDataViewType);

    private static KeyNames? Read(DataViewSchema.Column label, KeyDataViewType? key)
    {
        if (label.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: VectorDataViewType type }
            || key is null || key.Count != (ulong)type.Size)
        {
            return null;
        }
        return Array.Find(Kinds, kind => kind.Type.Equals(type.ItemType))?.Read(label);
    }

    /// <summary>The classes of a label in the order of their numbers, as people read them; null when it is no class.</summary>
    public static IReadOnlyList<string>? ClassesOf(DataViewSchema.Column label) => label.Type switch
    {
        BooleanDataViewType => ["false", "true"],
        KeyDataViewType key => Read(label)?.Texts
            ?? [.. Enumerable.Range(1, (int)key.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))],
        _ => null,
    };

    /// <exception cref="FormatException">The JSON does not describe names.</exception>
    public static KeyNames FromJson(JsonObject json)
    {
        var type = json.Required<string>("type");
        var kind = Array.Find(Kinds, candidate => candidate.Type.ToString() == type)
            ?? throw new FormatException($"class names of type '{type}' are unknown");
        return kind.Parse(json.Required<string[]>("values"));
    }

    private static Kind<T> Number<T>(NumberDataViewType type) where T : IParsable<T>, IFormattable =>
        new(type, text => T.Parse(text, CultureInfo.InvariantCulture), value => value.ToString(null, CultureInfo.InvariantCulture));

    private abstract class Kind(PrimitiveDataViewType type)
    {
        public PrimitiveDataViewType Type { get; } = type;

        public abstract KeyNames Read(DataViewSchema.Column label);

        public abstract KeyNames Parse(string[] texts);
    }

    private sealed class Kind<T>(PrimitiveDataViewType type, Func<string, T> parse, Func<T, string> format) : Kind(type)
    {
        public override KeyNames Read(DataViewSchema.Column label)
        {
            VBuffer<T> values = default;
            label.Annotations.GetValue("KeyValues", ref values);
            return Names([.. values.DenseValues()]);
        }

        public override KeyNames Parse(string[] texts) => Names([.. texts.Select(parse)]);

        private Names<T> Names(T[] values) => new(Type, values, [.. values.Select(format)]);
    }

    private sealed class Names<T>(PrimitiveDataViewType type, T[] values, string[] texts) : KeyNames
    {
        public override bool IsText => type is TextDataViewType;

        public override IReadOnlyList<string> Texts => texts;

        public override void AddTo(DataViewSchema.Annotations.Builder builder, string annotation)
        {
            var buffer = new VBuffer<T>(values.Length, values);
            builder.Add(annotation, new VectorDataViewType(type, values.Length), (ref VBuffer<T> value) => buffer.CopyTo(ref value));
        }

        public override JsonObject ToJson() => new()
        {
            ["type"] = type.ToString(),
            ["values"] = JsonSerializer.SerializeToNode(texts),
        };
    }
}
