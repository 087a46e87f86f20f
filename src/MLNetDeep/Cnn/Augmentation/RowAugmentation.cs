using System.Text.Json.Serialization;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Chance changes to each row of a batch before it is learned from; scoring and validation see rows as they are.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ImageAugmentation), "image")]
[JsonDerivedType(typeof(SignalAugmentation), "signal")]
public abstract record RowAugmentation
{
    private protected RowAugmentation()
    {
    }

    /// <summary>Whether any row is changed at all.</summary>
    internal abstract bool ChangesRows { get; }

    /// <summary>Notes the members that are out of range.</summary>
    internal abstract void Check(OptionRules rules);

    /// <summary>Notes the members that do not fit the rows.</summary>
    /// <param name="rules">Where to.</param>
    /// <param name="grid">The rows' shape.</param>
    internal abstract void CheckSize(OptionRules rules, Grid grid);

    /// <summary>Makes what changes rows of this shape.</summary>
    internal abstract RowChanger Open(Grid grid);
}
