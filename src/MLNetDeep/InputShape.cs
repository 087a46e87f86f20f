using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What the numbers of a feature vector are: the pixels of an image, or the steps of a signal.</summary>
/// <remarks>Inside a network rows are channels last: [height, width, channels] or [length, channels].</remarks>
public sealed record InputShape
{
    /// <summary>Describes a vector of channels, rows of pixels and pixels; <see cref="Image"/> and <see cref="Signal"/> are easier.</summary>
    /// <param name="channels">Numbers of a pixel or of a step; at least 1.</param>
    /// <param name="height">Rows of pixels; <see langword="null"/> for a signal.</param>
    /// <param name="width">Pixels of a row, or steps; <see langword="null"/> takes what the vector has.</param>
    /// <param name="isInterleaved">Whether the channels of one pixel stand together.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    [JsonConstructor]
    public InputShape(int channels, int? height, int? width, bool isInterleaved = false)
    {
        foreach (var (name, size) in new[] { (nameof(Channels), channels), (nameof(Height), height ?? 1), (nameof(Width), width ?? 1) })
        {
            if (size < 1)
                throw new ArgumentException(FormattableString.Invariant($"InputShape.{name} must be at least 1, but was {size}."));
        }
        if (height is not null && width is null)
            throw new ArgumentException("InputShape.Width must be given with a height, but was null.");
        (Channels, Height, Width, IsInterleaved) = (channels, height, width, isInterleaved);
    }

    /// <summary>Numbers of a pixel or of a step.</summary>
    /// <value>1 for grey, 3 for colours. At least 1.</value>
    public int Channels { get; }

    /// <summary>Rows of pixels.</summary>
    /// <value><see langword="null"/> for a signal. At least 1.</value>
    public int? Height { get; }

    /// <summary>Pixels of a row, or steps of a signal.</summary>
    /// <value><see langword="null"/> for a signal as long as the vector has it. At least 1.</value>
    public int? Width { get; }

    /// <summary>Whether the channels of one pixel stand together, instead of all pixels of one channel.</summary>
    /// <value>Default <see langword="false"/>, as ML.NET's pixel extractor has it.</value>
    public bool IsInterleaved { get; }

    /// <summary>Whether the vector is an image.</summary>
    [JsonIgnore]
    public bool IsImage => Height is not null;

    /// <summary>An image.</summary>
    /// <param name="channels">1 for grey, 3 for colours.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="isInterleaved">Whether the channels of one pixel stand together, as with <c>interleavePixelColors</c> of ML.NET's pixel
    /// extractor.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static InputShape Image(int channels, int height, int width, bool isInterleaved = false) =>
        new(channels, height, width, isInterleaved);

    /// <summary>A signal.</summary>
    /// <param name="channels">Numbers of a step.</param>
    /// <param name="length">Steps; <see langword="null"/> takes as many as the vector has.</param>
    /// <param name="isInterleaved">Whether the channels of one step stand together, instead of all steps of one channel.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static InputShape Signal(int channels = 1, int? length = null, bool isInterleaved = false) =>
        new(channels, null, length, isInterleaved);

    /// <summary>Numbers in a row whose width is known.</summary>
    [JsonIgnore]
    internal int Count => checked(Channels * (Height ?? 1) * Width!.Value);

    /// <summary>Shape of the row inside a network; the width is known.</summary>
    [JsonIgnore]
    internal IReadOnlyList<int> RowShape => Height is { } height ? [height, Width!.Value, Channels] : [Width!.Value, Channels];

    /// <summary>The channel that a number of the vector belongs to.</summary>
    internal int ChannelOf(int slot) => IsInterleaved ? slot % Channels : slot / (Count / Channels);

    /// <inheritdoc/>
    public override string ToString() => Height is { } height
        ? FormattableString.Invariant($"image of {Channels} x {height} x {Width}{(IsInterleaved ? ", interleaved" : "")}")
        : FormattableString.Invariant($"signal of {Channels} x {(Width is { } width ? width : "any")}{(IsInterleaved ? ", interleaved" : "")}");
}
