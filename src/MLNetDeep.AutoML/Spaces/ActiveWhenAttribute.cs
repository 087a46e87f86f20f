namespace MLNetDeep.AutoML;

/// <summary>
/// Says that a swept property counts only while another one has one of some values. Several of these attributes must all hold; a property
/// whose condition is itself without effect is without effect too.
/// </summary>
/// <param name="option">The name of the other property, of the same class.</param>
/// <param name="values">The values that make this one count.</param>
/// <example>
/// <code>
/// [Microsoft.ML.SearchSpace.Range(1, 4, 2)] public int LayerCount { get; init; } = 2;
/// [Range(16, 256, 64)] [ActiveWhen(nameof(LayerCount), 3, 4)] public int ThirdWidth { get; init; } = 64;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = true)]
public sealed class ActiveWhenAttribute(string option, params object[] values) : Attribute
{
    /// <summary>The name of the other property.</summary>
    public string Option { get; } = option;

    /// <summary>Its values that make this one count.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
