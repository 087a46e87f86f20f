using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>Describes what a fit makes small: how far a prediction is from its label. Immutable.</summary>
/// <remarks>
/// Which task takes which losses: binary and multi-label classification <see cref="LogisticLoss"/>, <see cref="FocalLoss"/> and
/// <see cref="HingeLoss"/>; multiclass classification <see cref="CrossEntropyLoss"/>, <see cref="FocalLoss"/> and
/// <see cref="HingeLoss"/>; regression all others. The loss of a fit is the mean over its rows, weighted where they have weights.
/// A new loss is a record beside these, one line in each list here, and the interface of the tasks that take it.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LogisticLoss), "logistic")]
[JsonDerivedType(typeof(CrossEntropyLoss), "cross-entropy")]
[JsonDerivedType(typeof(FocalLoss), "focal")]
[JsonDerivedType(typeof(HingeLoss), "hinge")]
[JsonDerivedType(typeof(SquaredErrorLoss), "squared-error")]
[JsonDerivedType(typeof(AbsoluteErrorLoss), "absolute-error")]
[JsonDerivedType(typeof(HuberLoss), "huber")]
[JsonDerivedType(typeof(LogCoshLoss), "log-cosh")]
[JsonDerivedType(typeof(PoissonLoss), "poisson")]
[JsonDerivedType(typeof(QuantileLoss), "quantile")]
public abstract record LossFunction
{
    private protected LossFunction()
    {
    }

    /// <summary>One of each kind, with its defaults.</summary>
    internal static IReadOnlyList<LossFunction> Kinds { get; } =
    [
        new LogisticLoss(), new CrossEntropyLoss(), new FocalLoss(), new HingeLoss(), new SquaredErrorLoss(), new AbsoluteErrorLoss(),
        new HuberLoss(), new LogCoshLoss(), new PoissonLoss(), new QuantileLoss(),
    ];

    /// <summary>Whether a class label may be smoothed; only a loss between distributions has a meaning for that.</summary>
    internal virtual bool TakesLabelSmoothing => false;

    /// <summary>Notes the members that are out of range.</summary>
    internal virtual void Check(OptionRules rules)
    {
    }
}
