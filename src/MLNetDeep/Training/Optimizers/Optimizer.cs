using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>Describes the rule that turns gradients into steps. Immutable; every fit starts its own run of it.</summary>
/// <remarks>
/// A new optimiser is a record beside these, one line here that names its kind in the JSON, and its <see cref="OptimizerRun"/>.
/// Step size, weight decay and clipping are options of the trainer, since they mean the same for every optimiser.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AdamW), "adam-w")]
public abstract record Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>Starts with no memory.</summary>
    /// <param name="parameterCount">Numbers that training adjusts.</param>
    internal abstract OptimizerRun Start(int parameterCount);

    /// <summary>Notes the members that are out of range.</summary>
    internal abstract void Check(OptionRules rules);
}
