using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.SearchSpace.Converter;

namespace Microsoft.ML.SearchSpace;

/// <summary>A value that a tuner proposed: a number, a text, a switch, a list, or named parameters. Equal when its JSON is.</summary>
[JsonConverter(typeof(ParameterConverter))]
public sealed class Parameter : IDictionary<string, Parameter>, IEquatable<Parameter>, IEqualityComparer<Parameter>
{
    private static readonly JsonSerializerOptions Settings = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private Parameter(object value, ParameterType type) => (Value, ParameterType) = (value, type);

    internal object Value { get; }

    public ParameterType ParameterType { get; }
    public int Count => ParameterType == ParameterType.Object ? Members.Count : 1;
    public bool IsReadOnly => Members.IsReadOnly;
    public ICollection<string> Keys => Members.Keys;

    ICollection<Parameter> IDictionary<string, Parameter>.Values => Members.Values;

    // As in the official package, asking a value for its members is a null reference: code may be catching it.
    private IDictionary<string, Parameter> Members => (Value as Dictionary<string, Parameter>)!;

    public Parameter this[string key]
    {
        get => Members[key];
        set => Members[key] = value;
    }

    public static Parameter FromDouble(double value) => new(value, ParameterType.Number);
    public static Parameter FromFloat(float value) => new(value, ParameterType.Number);
    public static Parameter FromLong(long value) => new(value, ParameterType.Integer);
    public static Parameter FromInt(int value) => new(value, ParameterType.Integer);
    public static Parameter FromString(string value) => new(value, ParameterType.String);
    public static Parameter FromBool(bool value) => new(value, ParameterType.Bool);
    public static Parameter FromEnum<T>(T value) where T : struct, Enum => FromString(Enum.GetName(value)!);
    public static Parameter FromIEnumerable<T>(IEnumerable<T> values) => new(values, ParameterType.Array);
    public static Parameter FromObject<T>(T value) where T : class => FromObject(value, typeof(T));

    public static Parameter CreateNestedParameter(params KeyValuePair<string, Parameter>[] parameters)
    {
        var members = new Dictionary<string, Parameter>();
        foreach (var (key, value) in parameters)
            members[key] = value;
        return new Parameter(members, ParameterType.Object);
    }

    private static Parameter FromObject(object value, Type type) => value switch
    {
        int whole => FromInt(whole),
        long whole => FromLong(whole),
        double number => FromDouble(number),
        float number => FromFloat(number),
        string text => FromString(text),
        bool on => FromBool(on),
        IEnumerable values => new Parameter(values, ParameterType.Array),
        Enum one => FromString(Enum.GetName(one.GetType(), one)!),
        _ => FromProperties(value, type),
    };

    /// <summary>Only what the declared type can read and write: a setting must survive the way back.</summary>
    private static Parameter FromProperties(object value, Type type)
    {
        var parameter = CreateNestedParameter();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.CanWrite))
            if (property.GetValue(value) is { } member && FromObject(member, property.PropertyType) is { Count: not 0 } made)
                parameter[property.Name] = made;
        return parameter;
    }

    /// <summary>The value itself when it is a <typeparamref name="T"/>, else what its JSON makes of one.</summary>
    public T AsType<T>() => Value is T same ? same : JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(Value, Settings), Settings)!;
    public void Clear() => Members.Clear();
    public void Add(string key, Parameter value) => Members.Add(key, value);
    public bool TryGetValue(string key, out Parameter value) => Members.TryGetValue(key, out value!);
    public void Add(KeyValuePair<string, Parameter> item) => Members.Add(item);
    public bool Contains(KeyValuePair<string, Parameter> item) => Members.Contains(item);
    public bool Remove(KeyValuePair<string, Parameter> item) => Members.Remove(item);
    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => Members.CopyTo(array, arrayIndex);
    public bool ContainsKey(string key) => Members.ContainsKey(key);
    public bool Remove(string key) => Members.Remove(key);

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => Members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Members.GetEnumerator();

    public bool Equals(Parameter? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());
    public override int GetHashCode() => ToString().GetHashCode();
    public bool Equals(Parameter? x, Parameter? y) => x!.GetHashCode() == y!.GetHashCode();
    public int GetHashCode(Parameter obj) => obj.GetHashCode();
    public override string ToString() => JsonSerializer.Serialize(this);
}
