using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Options of the recurrent network, for sequences of numbers and of tokens.</summary>
/// <remarks>
/// The feature column is a vector of known length (steps x features, the features of a step side by side), a vector without one (rows of
/// several lengths) or a vector of keys (tokens, as <c>TokenizeIntoWords</c> and <c>MapValueToKey</c> make them). Padding is masked: a row
/// gives the same numbers beside longer ones as alone. Every option that is <see langword="null"/> is left to the recipe, and what was
/// chosen stands in the model.
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.MulticlassClassification.Trainers.Lstm(new LstmOptions { Cell = RecurrentCell.Gru, Bidirectional = true });
/// </code>
/// </example>
public sealed partial record LstmOptions : DeepTrainerOptions
{
    /// <summary>How the network goes from one step to the next.</summary>
    /// <value>Default <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>Recurrent layers one upon the other.</summary>
    /// <value>Default 1. From 1 to 16.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Numbers in the state of a layer, in each direction.</summary>
    /// <value>Default <see langword="null"/>: the recipe's, from 32 to 64. From 1 to 65,536.</value>
    public int? HiddenSize { get; init; }

    /// <summary>Whether a second network reads each sequence from its end.</summary>
    /// <value>Default <see langword="null"/>: the recipe's, mostly yes; no where the network is to be fed step by step.</value>
    public bool? Bidirectional { get; init; }

    /// <summary>What becomes of the outputs of all steps.</summary>
    /// <value>Default <see langword="null"/>: the recipe's.</value>
    public StepPool? Pooling { get; init; }

    /// <summary>Share of the numbers that are silenced while training: between recurrent layers and before the output layer.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. At least 0 and below 1.</value>
    public double? Dropout { get; init; }

    /// <summary>
    /// Channels of convolutions over neighbouring steps in front of the recurrent layers; sequences of one length are halved behind each
    /// of them, which makes long ones several times faster.
    /// </summary>
    /// <value>Default <see langword="null"/>: the recipe's; empty for none. At least 1 each.</value>
    public ImmutableArray<int>? ConvolutionChannels { get; init; }

    /// <summary>Steps that a convolution in front sees at once.</summary>
    /// <value>Default <see langword="null"/>: the recipe's, 5 or 7. Odd, at least 1.</value>
    public int? ConvolutionKernel { get; init; }

    /// <summary>Numbers of a token's learned vector.</summary>
    /// <value>Default <see langword="null"/>: the recipe's, or the length of <see cref="TokenVectors"/>. At least 1.</value>
    public int? EmbeddingSize { get; init; }

    /// <summary>While training, the chance that a token's whole vector becomes 0 (arXiv:1512.05287).</summary>
    /// <value>Default <see langword="null"/>: the recipe's, 0.5 for words. At least 0 and below 1.</value>
    public double? TokenDropout { get; init; }

    /// <summary>How often a token must be among the training rows to be known; the others are taken for unknown ones.</summary>
    /// <value>
    /// Default <see langword="null"/>: 3 for more than 64 tokens, else 1. At least 1. Unknown tokens have one vector for all where rows are
    /// of one length, and are left out where they are not.
    /// </value>
    public int? MinimumTokenCount { get; init; }

    /// <summary>Vectors to start tokens with, such as GloVe's or fastText's; tokens without one start with small random numbers.</summary>
    /// <value>Default <see langword="null"/>: all start with random numbers. All of one length; not recorded in the model.</value>
    [JsonIgnore]
    public IReadOnlyDictionary<string, float[]>? TokenVectors { get; init; }

    /// <summary>Whether the tokens' vectors stay as <see cref="TokenVectors"/> gives them.</summary>
    /// <value>Default <see langword="false"/>: they learn.</value>
    public bool FreezesTokenVectors { get; init; }

    /// <summary>Numbers of a step.</summary>
    /// <value>Default <see langword="null"/>: the last dimension of a vector type of two dimensions, else 1. At least 1.</value>
    public int? StepWidth { get; init; }

    /// <summary>Where rows of several lengths are cut.</summary>
    /// <value>Default <see langword="null"/>: at the longest training row, but at 150 words or 256 other steps. At least 1.</value>
    public int? MaximumSteps { get; init; }

    /// <summary>Whether the end of a row that is cut is kept, instead of its start.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool KeepsEnd { get; init; }

    /// <summary>Truncated back-propagation through time: gradients do not pass the boundaries between stretches of so many steps.</summary>
    /// <value>Default <see langword="null"/>: they go back to the first step. At least 1.</value>
    public int? TruncationSteps { get; init; }

    /// <summary>How the weights of the state start.</summary>
    /// <value>Default <see cref="WeightInitialization.Orthogonal"/> (arXiv:1312.6120).</value>
    public WeightInitialization RecurrentInitialization { get; init; } = WeightInitialization.Orthogonal;

    /// <summary>How the weights of the inputs start.</summary>
    /// <value>Default <see cref="WeightInitialization.GlorotUniform"/>, as in Keras.</value>
    public WeightInitialization InputInitialization { get; init; } = WeightInitialization.GlorotUniform;

    /// <summary>How a sequence is told, by the trainers of <see cref="SequenceToSequenceCatalog"/>.</summary>
    /// <value>Default <see langword="null"/>: a decoder with its defaults. Must be <see langword="null"/> for all other trainers.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DecoderOptions? Decoder { get; init; }

    internal override string Architecture => "Lstm";

    internal override bool TakesSequences => true;

    /// <summary>The rows are shared between threads, which pays early.</summary>
    private protected override int ChooseThreads(long multiplyAdds) =>
        multiplyAdds < 20_000_000 ? 1 : Math.Min(Environment.ProcessorCount, 16);

    internal override Recipe ChooseRecipe(DataSummary data) => LstmRecipe.Choose(this, data);

    internal override SequenceInputSpec DescribeSequence(IDataView data, DataViewSchema.Column feature, LearningTask task) =>
        LstmInput.Describe(this, data, feature, task);

    private protected override FitSettings CompleteOwn(FitSettings recipe) => recipe with
    {
        TeacherForcingSchedule = Decoder?.TeacherForcingSchedule ?? recipe.TeacherForcingSchedule,
    };

    private protected override void CheckFor(LearningTask task, OptionRules rules)
    {
        if (task.PredictsEveryStep)
        {
            rules.Require(Pooling is null, nameof(Pooling), $"null for {task.Noun}", Pooling);
            rules.Require(!KeepsEnd, nameof(KeepsEnd), $"false for {task.Noun}", KeepsEnd);
        }

        rules.Require(Decoder is null || task.HasDecoder, nameof(Decoder), $"null for {task.Noun}", Decoder);
    }

    private protected override void Check(OptionRules rules)
    {
        rules.Check(Decoder, nameof(Decoder), static (decoder, inner) => decoder.Check(inner));
        bool readsVector = Decoder is { ReadsVector: true };
        rules.Require(!readsVector || StepWidth is null, nameof(StepWidth), "null where Decoder.ReadsVector is true", StepWidth);
        rules.Require(Enum.IsDefined(Cell), nameof(Cell), "one of the cells", Cell);
        rules.Require(LayerCount is >= 1 and <= 16, nameof(LayerCount), "from 1 to 16", LayerCount);
        rules.Require(HiddenSize is null or (>= 1 and <= 65_536), nameof(HiddenSize), "from 1 to 65536", HiddenSize);
        rules.Require(Pooling is null || Enum.IsDefined(Pooling.Value), nameof(Pooling), "one of the pools", Pooling);
        rules.Require(
            Pooling != StepPool.Ends || Bidirectional != false, nameof(Pooling), "another than Ends for one direction", Pooling);
        rules.Require(Dropout is null or (>= 0 and < 1), nameof(Dropout), "at least 0 and below 1", Dropout);
        var isList = ConvolutionChannels is not { } channels || (!channels.IsDefault && channels.All(count => count >= 1));
        rules.Require(isList, nameof(ConvolutionChannels), "a list of numbers of at least 1", ConvolutionChannels);
        rules.Require(
            ConvolutionKernel is null || (ConvolutionKernel >= 1 && ConvolutionKernel % 2 == 1), nameof(ConvolutionKernel),
            "odd and at least 1", ConvolutionKernel);
        rules.Require(EmbeddingSize is null or >= 1, nameof(EmbeddingSize), "at least 1", EmbeddingSize);
        rules.Require(MinimumTokenCount is null or >= 1, nameof(MinimumTokenCount), "at least 1", MinimumTokenCount);
        rules.Require(TokenDropout is null or (>= 0 and < 1), nameof(TokenDropout), "at least 0 and below 1", TokenDropout);
        CheckTokenVectors(rules);
        rules.Require(StepWidth is null or >= 1, nameof(StepWidth), "at least 1", StepWidth);
        rules.Require(MaximumSteps is null or >= 1, nameof(MaximumSteps), "at least 1", MaximumSteps);
        rules.Require(TruncationSteps is null or >= 1, nameof(TruncationSteps), "at least 1", TruncationSteps);
        rules.Require(IsPlain(RecurrentInitialization), nameof(RecurrentInitialization), "one that needs no data", RecurrentInitialization);
        rules.Require(IsPlain(InputInitialization), nameof(InputInitialization), "one that needs no data", InputInitialization);
        rules.Require(
            CategoricalFeatureColumnNames.IsDefaultOrEmpty, nameof(CategoricalFeatureColumnNames), "empty for a recurrent network",
            CategoricalFeatureColumnNames);
    }

    private static bool IsPlain(WeightInitialization choice) =>
        Enum.IsDefined(choice) && choice is not (WeightInitialization.PatchWhitening or WeightInitialization.UnitOutput);

    private void CheckTokenVectors(OptionRules rules)
    {
        var lengths = TokenVectors?.Values.Select(vector => vector.Length).Distinct().ToArray();
        rules.Require(
            lengths is null or [>= 1], nameof(TokenVectors), "vectors of one length",
            lengths is null ? null : $"of {string.Join(" and ", lengths)}");
        rules.Require(
            lengths is not [var length] || EmbeddingSize is null || EmbeddingSize == length, nameof(EmbeddingSize),
            $"the length of the TokenVectors, {lengths?.FirstOrDefault()}", EmbeddingSize);
        rules.Require(
            !FreezesTokenVectors || TokenVectors is not null, nameof(FreezesTokenVectors), "false without TokenVectors", FreezesTokenVectors);
    }
}
