using Microsoft.ML.SearchSpace;
using MLNetDeep.Networks;

namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of a recurrent network: the cell, the layers, and what all deep trainers share. The first point is the trainer as
/// it is.
/// </summary>
public sealed record LstmSearchOptions : DeepSearchOptions
{
    /// <summary>How the network goes from one step to the next.</summary>
    /// <value>Default <c>Recipe</c>: as the options have it that the sweep starts from, by default an LSTM. Else Gru.</value>
    [Choice(["Recipe", nameof(RecurrentCell.Gru)], "Recipe")]
    public string Cell { get; init; } = "Recipe";

    /// <summary>The layers.</summary>
    /// <value>Default <c>Recipe</c>: by the data, as the trainer chooses them. <c>Own</c>: those of the options below.</value>
    [Choice(["Recipe", "Own"], "Recipe")]
    public string Structure { get; init; } = "Recipe";

    /// <summary>Recurrent layers one upon the other.</summary>
    /// <value>Default 1. From 1 to 3.</value>
    [Range(1, 3, 1)]
    [ActiveWhen(nameof(Structure), "Own")]
    public int LayerCount { get; init; } = 1;

    /// <summary>Numbers in the state of a layer, in each direction.</summary>
    /// <value>Default 64, the most that the recipe takes. From 32 to 192.</value>
    [Choice([32, 48, 64, 96, 128, 192], 64)]
    [ActiveWhen(nameof(Structure), "Own")]
    public int HiddenSize { get; init; } = 64;

    /// <summary>Whether a second network reads each sequence from its end.</summary>
    /// <value>Default <see langword="true"/>, mostly the recipe's.</value>
    [BooleanChoice(true)]
    [ActiveWhen(nameof(Structure), "Own")]
    public bool Bidirectional { get; init; } = true;

    /// <summary>Share of the numbers that are silenced while training.</summary>
    /// <value>Default 0.1. From 0 to 0.6; the recipe takes 0 for signals, 0.3 for tokens, 0.4 for texts.</value>
    [Range(0.0, 0.6, 0.1)]
    [ActiveWhen(nameof(Structure), "Own")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Convolutions over neighbouring steps in front of the recurrent layers.</summary>
    /// <value>Default 0. From 0 to 2.</value>
    [Range(0, 2, 0)]
    [ActiveWhen(nameof(Structure), "Own")]
    public int ConvolutionCount { get; init; }

    /// <summary>Channels of each of those convolutions.</summary>
    /// <value>Default 64. 32, 64 or 128.</value>
    [Choice([32, 64, 128], 64)]
    [ActiveWhen(nameof(ConvolutionCount), 1, 2)]
    public int ConvolutionChannels { get; init; } = 64;

    /// <summary>The trainer's options at this point.</summary>
    /// <param name="basis">What is not swept: columns, seed, tokens' vectors, decoder; <see langword="null"/> for defaults.</param>
    /// <returns>At the default point the basis itself.</returns>
    /// <exception cref="ArgumentException">The cell is unknown.</exception>
    public LstmOptions ToOptions(LstmOptions? basis = null)
    {
        LstmOptions options = Apply(basis ?? new LstmOptions());
        if (Cell != "Recipe")
            options = options with { Cell = Enum.Parse<RecurrentCell>(Cell) };
        return Structure == "Recipe"
            ? options
            : options with
            {
                LayerCount = LayerCount,
                HiddenSize = HiddenSize,
                // The ends of a sequence are the outputs of two directions.
                Bidirectional = Bidirectional || options.Pooling == StepPool.Ends,
                Dropout = Round(Dropout),
                ConvolutionChannels = [.. Enumerable.Repeat(ConvolutionChannels, ConvolutionCount)],
            };
    }
}
