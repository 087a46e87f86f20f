using System.Collections;

namespace Microsoft.ML.SearchSpace.Option;

/// <summary>Named options as one option.</summary>
// Nobody makes one: it is here so that what is ambiguous with the official package is ambiguous here.
public sealed class SearchSpace : OptionBase, IDictionary<string, OptionBase>
{
    private readonly ML.SearchSpace.SearchSpace _options = [];

    public override int FeatureSpaceDim => _options.FeatureSpaceDim;
    public override double[] Default => _options.Default;
    public override int?[] Step => _options.Step;
    public ICollection<string> Keys => _options.Keys;
    public ICollection<OptionBase> Values => _options.Values;
    public int Count => _options.Count;
    public bool IsReadOnly => _options.IsReadOnly;

    public OptionBase this[string key]
    {
        get => _options[key];
        set => _options[key] = value;
    }

    public override Parameter SampleFromFeatureSpace(double[] values) => _options.SampleFromFeatureSpace(values);
    public override double[] MappingToFeatureSpace(Parameter parameter) => _options.MappingToFeatureSpace(parameter);
    public void Add(string key, OptionBase value) => _options.Add(key, value);
    public void Add(KeyValuePair<string, OptionBase> item) => _options.Add(item);
    public void Clear() => _options.Clear();
    public bool Contains(KeyValuePair<string, OptionBase> item) => _options.Contains(item);
    public bool ContainsKey(string key) => _options.ContainsKey(key);
    public void CopyTo(KeyValuePair<string, OptionBase>[] array, int arrayIndex) => _options.CopyTo(array, arrayIndex);
    public IEnumerator<KeyValuePair<string, OptionBase>> GetEnumerator() => _options.GetEnumerator();
    public bool Remove(string key) => _options.Remove(key);
    public bool Remove(KeyValuePair<string, OptionBase> item) => _options.Remove(item);
    public bool TryGetValue(string key, out OptionBase value) => _options.TryGetValue(key, out value);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
