using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.SearchSpace;

/// <summary>Named options; a point of the unit cube holds their coordinates in the order of their names.</summary>
public class SearchSpace : OptionBase, IDictionary<string, OptionBase>
{
    private readonly Dictionary<string, OptionBase> _options = [];
    private readonly Parameter? _defaultOption;

    public SearchSpace()
    {
    }

    protected SearchSpace(Type typeInfo, Parameter? defaultOption = null)
    {
        foreach (var field in typeInfo.GetFields(BindingFlags.Public | BindingFlags.Instance))
            AddOption(field, field.FieldType);
        foreach (var property in typeInfo.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            AddOption(property, property.PropertyType);
        _defaultOption = defaultOption;
    }

    public override double[] Default => [.. Ordered.SelectMany(option => option.Value.Default!)];
    public override int FeatureSpaceDim => _options.Values.Sum(option => option.FeatureSpaceDim);
    public override int?[] Step => [.. Ordered.SelectMany(option => option.Value.Step)];
    public ICollection<string> Keys => _options.Keys;
    public ICollection<OptionBase> Values => _options.Values;
    public int Count => _options.Count;
    public bool IsReadOnly => Options.IsReadOnly;

    private IDictionary<string, OptionBase> Options => _options;
    private IEnumerable<KeyValuePair<string, OptionBase>> Ordered => _options.OrderBy(option => option.Key);

    public OptionBase this[string key]
    {
        get => _options[key];
        set => _options[key] = value;
    }

    public override Parameter SampleFromFeatureSpace(double[] feature)
    {
        var parameter = Parameter.CreateNestedParameter();
        var start = 0;
        foreach (var (key, option) in Ordered)
        {
            // A point that is too short gives its options less than they need, and they fail; too long is cut.
            parameter[key] = option.SampleFromFeatureSpace([.. feature.Skip(start).Take(option.FeatureSpaceDim)]);
            start += option.FeatureSpaceDim;
        }
        return _defaultOption is null ? parameter : Over(_defaultOption, parameter)!;
    }

    public override double[] MappingToFeatureSpace(Parameter parameter)
        => [.. Ordered.SelectMany(option => option.Value.MappingToFeatureSpace(parameter[option.Key]))];

    /// <summary>From the JSON of the middle of the space, so that it is the same in every process.</summary>
    public override int GetHashCode()
    {
        var hash = 31u;
        foreach (var c in JsonSerializer.Serialize(SampleFromFeatureSpace([.. Enumerable.Repeat(0.5, FeatureSpaceDim)])))
            hash = unchecked((hash << 5) + hash) ^ c;
        return (int)(hash >> 1);
    }

    public void Add(string key, OptionBase value) => _options.Add(key, value);
    public void Add(KeyValuePair<string, OptionBase> item) => Options.Add(item);
    public void Clear() => _options.Clear();
    public bool Contains(KeyValuePair<string, OptionBase> item) => Options.Contains(item);
    public bool ContainsKey(string key) => _options.ContainsKey(key);
    public void CopyTo(KeyValuePair<string, OptionBase>[] array, int arrayIndex) => Options.CopyTo(array, arrayIndex);
    public IEnumerator<KeyValuePair<string, OptionBase>> GetEnumerator() => Options.GetEnumerator();
    public bool Remove(string key) => _options.Remove(key);
    public bool Remove(KeyValuePair<string, OptionBase> item) => Options.Remove(item);
    public bool TryGetValue(string key, out OptionBase value) => _options.TryGetValue(key, out value!);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void AddOption(MemberInfo member, Type type)
    {
        if (OptionOf(member, type) is { } option)
            _options.Add(member.Name, option);
    }

    private static OptionBase? OptionOf(MemberInfo member, Type type)
    {
        if (member.GetCustomAttribute<ChoiceAttribute>() is { } choice)
            return new ChoiceOption(choice.Candidates, choice.DefaultValue);
        if (member.GetCustomAttribute<RangeAttribute>() is { } range)
            return (range.Min, range.Max) switch
            {
                (double min, double max) => new UniformDoubleOption(min, max, range.LogBase, (double?)range.Init),
                (float min, float max) => new UniformSingleOption(min, max, range.LogBase, (float?)range.Init),
                _ => new UniformIntOption((int)range.Min, (int)range.Max, range.LogBase, (int?)range.Init),
            };
        if (member.GetCustomAttribute<BooleanChoiceAttribute>() is { } boolean)
            return new ChoiceOption([true, false], boolean.DefaultValue);
        return member.GetCustomAttribute<NestOptionAttribute>() is null ? null : new SearchSpace(type, null);
    }

    /// <summary>The second over the first, member by member.</summary>
    private static Parameter? Over(Parameter? under, Parameter? over)
    {
        if (over is null)
            return under;
        if (under is not { ParameterType: ParameterType.Object } || over.ParameterType != ParameterType.Object)
            return over;
        var merged = Parameter.CreateNestedParameter();
        foreach (var key in under.Keys.Union(over.Keys))
            merged[key] = Over(under.TryGetValue(key, out var left) ? left : null, over.TryGetValue(key, out var right) ? right : null)!;
        return merged;
    }
}

/// <summary>The swept members of <typeparamref name="T"/>, by their attributes.</summary>
public sealed class SearchSpace<T> : SearchSpace
    where T : class, new()
{
    public SearchSpace()
        : base(typeof(T))
    {
    }

    public SearchSpace(T defaultOption)
        : base(typeof(T), Parameter.FromObject(defaultOption))
    {
    }

    public new T SampleFromFeatureSpace(double[] feature) => base.SampleFromFeatureSpace(feature).AsType<T>();
    public double[] MappingToFeatureSpace(T input) => MappingToFeatureSpace(Parameter.FromObject(input));
}
