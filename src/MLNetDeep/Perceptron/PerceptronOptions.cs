using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// Options of the classical perceptron: one linear layer behind a step function, which learns by its own rule, not by gradients of a
/// loss.
/// </summary>
/// <remarks>
/// <para>
/// It tells classes apart that a line separates, AND and OR among them, and can not learn XOR (Minsky and Papert 1969): for that,
/// <see cref="MlpOptions"/> has hidden layers. The score is the weighted sum before the step; the probability is its logistic function
/// and not calibrated.
/// </para>
/// <para>
/// Weights start at 0, rows come one by one, and every row is learned from: no rows are held out unless asked for. With
/// <see cref="DeepTrainerOptions.ValidationFraction"/> the best epoch is kept, like the pocket algorithm does (Gallant 1990), which helps
/// where classes overlap. The losses reported are shares of mistakes. Features are standardised first, which changes nothing of what a
/// line can separate, and brings the two values of a logical input to -1 and 1, as the Hebbian rule wants them.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.BinaryClassification.Trainers.Perceptron(new PerceptronOptions { Rule = PerceptronRule.Hebbian });
/// </code>
/// </example>
public sealed record PerceptronOptions : DeepTrainerOptions
{
    /// <summary>How it learns from a row.</summary>
    /// <value>
    /// Default <see cref="PerceptronRule.ErrorCorrecting"/>, in at most 100 epochs, ending with the first one without a mistake;
    /// <see cref="PerceptronRule.Hebbian"/> takes one epoch. The rate is 1.
    /// </value>
    public PerceptronRule Rule { get; init; } = PerceptronRule.ErrorCorrecting;

    internal override string Architecture => "Perceptron";

    internal override Recipe ChooseRecipe(DataSummary data) => new()
    {
        Fit = new FitSettings
        {
            MaximumEpochCount = Rule == PerceptronRule.Hebbian ? 1 : 100,
            BatchSize = 1,
            Optimizer = new Sgd(),
            LearningRate = 1,
            GradientClipNorm = 0,
            ValidationFraction = 0,
            Patience = 0,
            StopsWithoutError = Rule == PerceptronRule.ErrorCorrecting,
            NumericScaling = Networks.NumericScaling.Standardize,
            OneHotLimit = int.MaxValue,
        },
        BuildNetwork = Recipe.ForTables(static (input, outputWidth) => new NetworkSpec(
            [input.RawWidth], [input.Encoding, new LinearSpec(outputWidth, Initialization: WeightInitialization.Zeros)])),
        TrainingHead = head => new PerceptronHead(head, Rule),
    };

    private protected override void Check(OptionRules rules) =>
        rules.Require(Enum.IsDefined(Rule), nameof(Rule), "one of the rules", Rule);
}
