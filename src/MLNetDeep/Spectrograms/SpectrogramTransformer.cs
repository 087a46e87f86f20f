using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Persistence;
using MLNetDeep.RowMapping;
using MLNetDeep.Spectrograms;

namespace MLNetDeep;

/// <summary>Adds a spectrogram of a signal column: a picture of channels × bins × frames, ready for a two-dimensional CNN.</summary>
/// <remarks>
/// The column is a float vector with those three dimensions, the last one contiguous; the lowest frequency and the earliest frame come
/// first. A sample that is NaN or infinite makes the values of the frames that cover it NaN or infinite, and no others.
/// </remarks>
public sealed partial class SpectrogramTransformer : RowTransformer
{
    internal const string Role = "signal";
    private const string OptionsFile = "spectrogram.json";

    private readonly SpectrogramPlan _plan;

    internal SpectrogramTransformer(string outputColumnName, string inputColumnName, SpectrogramOptions options)
    {
        options.Validate();
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        Options = options;
        _plan = new SpectrogramPlan(options);
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column that is read.</summary>
    public string InputColumnName { get; }

    /// <summary>The options.</summary>
    public SpectrogramOptions Options { get; }

    /// <summary>The frequency of each bin, or in the middle of each mel band, from low to high: the vertical axis.</summary>
    /// <value>In hertz, or whatever the unit of <see cref="SpectrogramOptions.SampleRate"/> is.</value>
    public IReadOnlyList<double> Frequencies => _plan.Bands.Centers;

    /// <summary>How many frames a signal gives: the horizontal axis.</summary>
    /// <param name="sampleCount">Samples in one channel.</param>
    /// <returns>The number of frames; 0 when the signal is too short for one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is negative.</exception>
    public int FrameCount(int sampleCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sampleCount);
        return _plan.FrameCount(sampleCount);
    }

    private protected override RowFunction Bind(DataViewSchema inputSchema)
    {
        var (column, type) = ColumnChecks.FindVector(inputSchema, Role, InputColumnName);
        var shape = ShapeOf(type);
        DataViewSchema.DetachedColumn output = new(
            OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, _plan.ChannelCount, _plan.Bands.Count, shape.FrameCount));
        return new RowFunction(inputSchema, [column], [output], row => new SpectrogramValues(_plan, shape, row, column));
    }

    private protected override ModelParts ToParts()
    {
        var json = new JsonObject
        {
            ["outputColumnName"] = OutputColumnName,
            ["inputColumnName"] = InputColumnName,
            ["options"] = JsonSerializer.SerializeToNode(Options, ModelJson.Options),
        };
        return new ModelParts("", new Dictionary<string, byte[]>
        {
            [OptionsFile] = JsonSerializer.SerializeToUtf8Bytes(json, ModelJson.Options),
        });
    }

    private static (string Output, string Input, SpectrogramOptions Options) Read(ModelParts parts) => ModelFormat.Guard(OptionsFile, () =>
    {
        var json = ModelJson.ReadObject(parts.File(OptionsFile));
        var options = json.Required<SpectrogramOptions>("options");
        options.Validate();
        return (json.RequiredName("outputColumnName"), json.RequiredName("inputColumnName"), options);
    });

    /// <exception cref="ArgumentOutOfRangeException">The signal's length does not fit.</exception>
    private SignalShape ShapeOf(VectorDataViewType type)
    {
        var sampleCount = type.Size / _plan.ChannelCount;
        var frameCount = _plan.FrameCount(sampleCount);
        return sampleCount * _plan.ChannelCount != type.Size
                ? throw Misfit($"be as long as a multiple of ChannelCount ({_plan.ChannelCount})", type)
            : frameCount == 0 ? throw Misfit($"have at least {_plan.MinimumLength} samples in each channel, for one frame", type)
            : (long)_plan.ChannelCount * _plan.Bands.Count * frameCount > Array.MaxLength
                ? throw Misfit($"give at most {Array.MaxLength} values, not {_plan.ChannelCount} x {_plan.Bands.Count} x {frameCount}", type)
            : new SignalShape(sampleCount, frameCount);
    }

    private ArgumentOutOfRangeException Misfit(string rule, VectorDataViewType type) =>
        ColumnChecks.Misfit(Role, InputColumnName, rule, type);
}
