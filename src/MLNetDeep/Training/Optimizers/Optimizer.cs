using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>Describes the rule that turns gradients into steps. Immutable; every fit starts its own run of it.</summary>
/// <remarks>
/// A new optimiser is a record beside these, one line here that names its kind in the JSON, and its <see cref="IStepKernel"/>.
/// Step size, weight decay, penalties and clipping are options of the trainer, since they mean the same for every optimiser. Step
/// sizes do not carry over from one to another: what suits AdamW is small for <see cref="Sgd"/> and large for <see cref="Lion"/>.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Sgd), "sgd")]
[JsonDerivedType(typeof(RmsProp), "rms-prop")]
[JsonDerivedType(typeof(Adagrad), "adagrad")]
[JsonDerivedType(typeof(Adam), "adam")]
[JsonDerivedType(typeof(AdamW), "adam-w")]
[JsonDerivedType(typeof(AdaMax), "ada-max")]
[JsonDerivedType(typeof(NAdam), "n-adam")]
[JsonDerivedType(typeof(RAdam), "r-adam")]
[JsonDerivedType(typeof(Lion), "lion")]
public abstract record Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>Whether weight decay joins the gradient, as an L2 penalty does, instead of shrinking the weights directly.</summary>
    internal virtual bool CouplesDecay => false;

    /// <summary>Starts with no memory.</summary>
    /// <param name="parameterCount">Numbers that training adjusts.</param>
    internal abstract OptimizerRun Start(int parameterCount);

    /// <summary>Notes the members that are out of range.</summary>
    internal abstract void Check(OptionRules rules);

    /// <summary>Notes a share that does not lie in [0, 1).</summary>
    private protected static void RequireShare(OptionRules rules, double value, string member) =>
        rules.Require(value is >= 0 and < 1, member, "at least 0 and below 1", value);

    /// <summary>Zeros to remember things in.</summary>
    private protected static float[][] Memory(int parameterCount, int arrays)
    {
        var memory = new float[arrays][];
        for (var i = 0; i < arrays; i++)
            memory[i] = new float[parameterCount];
        return memory;
    }
}
