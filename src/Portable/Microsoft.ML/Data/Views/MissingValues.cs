namespace Microsoft.ML.Data;

/// <summary>What counts as missing, by item type: NaN of a real, key 0. Other types have no missing value.</summary>
internal static class MissingValues
{
    public static bool Exist(DataViewType itemType) =>
        itemType is KeyDataViewType || itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;

    public static Func<T, bool> Predicate<T>(DataViewType itemType)
    {
        if (itemType is KeyDataViewType)
            return v => EqualityComparer<T>.Default.Equals(v, default);
        if (typeof(T) == typeof(float))
            return (Func<T, bool>)(object)(Func<float, bool>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Func<T, bool>)(object)(Func<double, bool>)double.IsNaN;
        throw Contracts.Except($"The type {itemType} has no missing value");
    }
}
