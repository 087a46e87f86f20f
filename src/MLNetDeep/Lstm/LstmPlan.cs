using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The layers of a recurrent network between its input and its output layer, once all choices are made.</summary>
internal sealed record LstmPlan
{
    /// <summary>Up to so many tokens are an alphabet, beyond them words.</summary>
    private const int FewTokens = 64;

    /// <summary>Sequences shorter than this are not halved.</summary>
    private const int FewestStepsToHalve = 16;

    /// <summary>All that a decoder knows goes through the state at the end.</summary>
    private const int DecoderHiddenSize = 64;

    /// <summary>Biases for long memory pay where the outputs of the last step must tell of the first ones.</summary>
    private const int FewestChronoSteps = 50;

    public required LstmOptions Options { get; init; }

    /// <summary>Channels of the convolutions in front.</summary>
    public required ImmutableArray<int> Convolutions { get; init; }

    /// <summary>Steps that each of them sees at once.</summary>
    public required ImmutableArray<int> Kernels { get; init; }

    public required int HiddenSize { get; init; }

    public required bool IsBidirectional { get; init; }

    public required StepPool Pooling { get; init; }

    public required double Dropout { get; init; }

    public required double InputDropout { get; init; }

    /// <summary>Whether all steps are handed on, instead of a pool of them.</summary>
    public bool KeepsSteps { get; init; }

    /// <summary>Whether tokens are words whose sum tells most, not their order.</summary>
    public bool IsBagOfWords { get; init; }

    public int EmbeddingSize { get; init; }

    public double TokenDropout { get; init; }

    /// <summary>The recipe's choices, with the user's on top.</summary>
    public static LstmPlan For(LstmOptions options, SequenceInputSpec input, DataSummary data)
    {
        bool isBidirectional = options.Bidirectional ?? options.Pooling is not StepPool.Last;
        bool keepsSteps = data.Task.PredictsEveryStep;
        bool isText = IsText(input, data.Task);
        ImmutableArray<int> convolutions = options.ConvolutionChannels ?? (data.Task.NeedsOrder ? [] : UsualConvolutions(input));
        int usualEmbedding = input.TokenCount <= FewTokens ? 16 : 48;
        return new LstmPlan
        {
            Options = options,
            Convolutions = convolutions,
            Kernels = [.. convolutions.Select((_, i) => options.ConvolutionKernel ?? (i == 0 ? 7 : 5))],
            HiddenSize = options.HiddenSize ?? (data.Task.HasDecoder ? DecoderHiddenSize : UsualHiddenSize(isText, data)),
            IsBidirectional = isBidirectional,
            Pooling = options.Pooling ?? UsualPooling(isText || (!input.AreTokens && !data.Task.HasDecoder), isBidirectional),
            Dropout = options.Dropout ?? (isText ? 0.4 : data.Task.HasDecoder ? 0.1 : input.AreTokens ? 0.3 : 0),
            InputDropout = isText ? 0.2 : input.AreTokens && !data.Task.HasDecoder ? 0.1 : 0,
            KeepsSteps = keepsSteps,
            IsBagOfWords = isText,
            EmbeddingSize = options.TokenVectors?.Values.FirstOrDefault()?.Length ?? options.EmbeddingSize ?? usualEmbedding,
            TokenDropout = options.TokenDropout ?? (isText ? 0.5 : 0),
        };
    }

    /// <summary>Whether tokens are words of a large vocabulary, of which few say much and many are rare, and their order little.</summary>
    public static bool IsText(SequenceInputSpec input, LearningTask task) => HasWords(input) && !task.NeedsOrder;

    /// <summary>Whether there are too many tokens for all of them to be learned.</summary>
    public static bool HasWords(SequenceInputSpec input) => input.TokenCount > FewTokens;

    /// <summary>The place of the layer with the tokens' vectors.</summary>
    public static int EmbeddingLayer(SequenceInputSpec input) => input.IsVariable ? 2 : 1;

    /// <summary>The layers.</summary>
    public IEnumerable<LayerSpec> Layers(SequenceInputSpec input)
    {
        if (Options.Decoder is { ReadsVector: true })
            return VectorLayers();
        List<LayerSpec> layers = [];
        if (input.IsVariable)
            layers.Add(new StepMaskSpec());
        if (input.AreTokens)
            AddTokens(layers, input);
        int steps = input.Steps;
        for (int i = 0; i < Convolutions.Length; i++)
            AddConvolution(layers, Convolutions[i], Kernels[i], input.IsVariable, ref steps);
        List<LayerSpec> body = [.. Recurrent(steps)];
        if (!KeepsSteps)
            body.Add(new StepPoolSpec(Pooling));
        if (IsBagOfWords) // what the words say by themselves need not go through the state
            layers.Add(new ParallelSpec([body, [new StepPoolSpec(StepPool.Mean)]], BranchJoin.Concatenate));
        else
            layers.AddRange(body);
        if (Dropout > 0)
            layers.Add(new DropoutSpec(Dropout));
        return layers;
    }

    /// <summary>The encoder of a vector, which comes as a sequence of one step.</summary>
    private List<LayerSpec> VectorLayers()
    {
        List<LayerSpec> layers = [new StepPoolSpec(StepPool.Last)];
        for (int i = 0; i <= Options.LayerCount; i++)
            layers.AddRange([new LinearSpec(2 * HiddenSize), new ActivationSpec(Activation.Relu)]);
        if (Dropout > 0)
            layers.Add(new DropoutSpec(Dropout));
        return layers;
    }

    /// <summary>The layer that tells a sequence.</summary>
    public SequenceDecoderSpec Decoder(int steps, int outputs)
    {
        DecoderOptions own = Options.Decoder ?? new DecoderOptions();
        return new SequenceDecoderSpec(Options.Cell, own.HiddenSize ?? 2 * HiddenSize, steps, outputs)
        {
            EmbeddingSize = own.EmbeddingSize,
            TeacherForcing = own.TeacherForcing,
            RecurrentInitialization = Options.RecurrentInitialization,
        };
    }

    /// <summary>Vectors for tokens, and for places where those mean something by themselves: in rows of one length.</summary>
    private void AddTokens(List<LayerSpec> layers, SequenceInputSpec input)
    {
        layers.Add(new TokenEmbeddingSpec(Math.Max(input.KnownTokenCount, 1), EmbeddingSize)
        {
            TokenDropout = TokenDropout,
            Deviation = IsBagOfWords ? 0.1 : 1,
            WeightDecayFactor = IsBagOfWords ? LstmFits.TextEmbeddingDecayFactor : 0,
        });
        layers.Add(input.IsVariable ? new StepMaskSpec() : new PositionEmbeddingSpec());
        if (InputDropout > 0)
            layers.Add(new DropoutSpec(InputDropout));
    }

    private IEnumerable<LayerSpec> Recurrent(int steps)
    {
        for (int i = 0; i < Options.LayerCount; i++)
        {
            if (i > 0 && Dropout > 0)
                yield return new DropoutSpec(Dropout);
            yield return new RecurrentSpec(Options.Cell, HiddenSize, IsBidirectional)
            {
                InputInitialization = Options.InputInitialization,
                RecurrentInitialization = Options.RecurrentInitialization,
                TruncationSteps = Options.TruncationSteps,
                ChronoSteps = !KeepsSteps && Pooling == StepPool.Last && steps >= FewestChronoSteps ? steps : null,
            };
        }
    }

    private static int UsualHiddenSize(bool isText, DataSummary data) =>
        isText ? data.RowCount < 20_000 ? 16 : 64 : data.RowCount < 10_000 ? 32 : 64;

    private static StepPool UsualPooling(bool isMean, bool isBidirectional) =>
        isMean ? StepPool.Mean : isBidirectional ? StepPool.Ends : StepPool.Last;

    private static ImmutableArray<int> UsualConvolutions(SequenceInputSpec input) =>
        input.IsVariable || input.Steps < 32 ? [] : input.AreTokens ? [64, 64] : [32, 64];

    /// <summary>Rows of one length are halved; those of several keep their steps, and no batch statistics that padding would enter.</summary>
    private void AddConvolution(List<LayerSpec> layers, int channels, int kernel, bool isVariable, ref int steps)
    {
        layers.Add(new ConvSpec(channels, kernel)
        {
            Padding = kernel / 2,
            Bias = isVariable,
            Initialization = WeightInitialization.FanInUniform,
        });
        if (!isVariable && !KeepsSteps && steps >= FewestStepsToHalve)
        {
            layers.Add(new MaxPoolSpec(2));
            steps /= 2;
        }

        layers.Add(isVariable ? new LayerNormSpec() : new BatchNormSpec());
        layers.Add(new ActivationSpec(Activation.Relu));
        if (isVariable)
            layers.Add(new StepMaskSpec());
    }
}
