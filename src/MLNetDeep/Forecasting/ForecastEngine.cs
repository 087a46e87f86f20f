using System.Security.Cryptography;
using MLNetDeep.Forecasting;

namespace MLNetDeep;

/// <summary>
/// Forecasts with a memory: it takes observations one by one and forecasts from where each series stands. Made by
/// <c>CreateForecastEngine</c>; it begins where training ended.
/// </summary>
/// <remarks>
/// Safe to share between threads: each call is done as a whole before the next. It may live long: a series takes as much memory as a
/// forecast looks back on, however much was observed.
/// </remarks>
/// <example>
/// <code>
/// var engine = model.CreateForecastEngine();
/// engine.Observe(new ForecastObservation(31_250f));
/// var next = engine.Forecast();
/// using var file = File.Create("state.bin");
/// engine.Checkpoint(file);
/// </code>
/// </example>
public sealed class ForecastEngine
{
    // Version 1 had no checksum.
    private static ReadOnlySpan<byte> FirstMagic => "MLNDFC01"u8;
    private static ReadOnlySpan<byte> Magic => "MLNDFC02"u8;

    private readonly Lock _lock = new();
    private readonly ForecastModel _model;
    private readonly Dictionary<string, SeriesHistory> _series;
    private readonly ForecastNumbers _numbers;

    internal ForecastEngine(ForecastModel model)
    {
        _model = model;
        _series = model.Histories.ToDictionary(pair => pair.Key, pair => pair.Value.Clone());
        _numbers = new ForecastNumbers(model.Window);
    }

    /// <exception cref="FormatException">The checkpoint is broken, or is another forecaster's.</exception>
    internal ForecastEngine(ForecastModel model, Stream checkpoint)
    {
        _model = model;
        _numbers = new ForecastNumbers(model.Window);
        using var reader = new BinaryReader(checkpoint, System.Text.Encoding.UTF8, leaveOpen: true);
        var magic = reader.ReadBytes(Magic.Length);
        var isChecked = magic.AsSpan().SequenceEqual(Magic);
        if (!isChecked && !magic.AsSpan().SequenceEqual(FirstMagic))
            throw new FormatException("The checkpoint cannot be read: it is not one of a forecast engine.");
        if (!reader.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(ForecastFormat.Fingerprint(model)))
            throw new FormatException("The checkpoint cannot be read: it belongs to another forecaster.");
        try
        {
            _series = isChecked ? SavedHistories.Read(ReadChecked(reader), model.Window) : SavedHistories.Read(reader, model.Window);
        }
        catch (FormatException error)
        {
            throw new FormatException($"The checkpoint cannot be read: {error.Message}.", error);
        }
    }

    /// <summary>The columns that an observation has values of, in their order.</summary>
    public IReadOnlyList<string> InputColumnNames => _model.Columns.Targets;

    /// <summary>How many steps are forecast.</summary>
    public int Horizon => _model.Window.Horizon;

    /// <summary>The series that were trained on or observed; one of an empty name when there is no series column.</summary>
    public IReadOnlyList<string> SeriesNames
    {
        get
        {
            lock (_lock)
                return [.. _series.Keys];
        }
    }

    /// <summary>Takes an observation.</summary>
    /// <param name="observation">What was observed; its step follows the last one of its series.</param>
    /// <exception cref="ArgumentException">It does not have the values that the forecaster asks for; the message says which.</exception>
    /// <exception cref="InvalidOperationException">Its time does not follow.</exception>
    public void Observe(ForecastObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var columns = _model.Columns;
        RequireValues(observation.Values, columns.Targets, nameof(observation.Values));
        RequireValues(observation.PastCovariates, columns.Past, nameof(observation.PastCovariates));
        RequireValues(observation.FutureCovariates, columns.Future, nameof(observation.FutureCovariates));
        if (observation.StaticKeys.Count > 0 && observation.StaticKeys.Count != columns.Static.Count)
            throw Misfit(nameof(observation.StaticKeys), columns.Static, observation.StaticKeys.Count);
        if (observation.Time is not null && _model.Clock is null)
            throw new ArgumentException("ForecastObservation.Time must be null for a forecaster without a time column.");
        var name = SeriesName(observation.Series, "ForecastObservation.Series");
        float[] observed = [.. observation.Values, .. observation.PastCovariates];
        float[] future = [.. observation.FutureCovariates];
        lock (_lock)
        {
            var isKnown = _series.TryGetValue(name, out var history);
            history ??= _model.Start(name, [.. observation.StaticKeys]);
            _model.Append(history, name, observed, future, TimeOf(observation, history));
            if (!isKnown)
                _series.Add(name, history);
            if (_model.Learns && _model.Columns.Future.Count == 0)
                _model.Forecast(history, [], _numbers);
        }
    }

    /// <summary>Takes the next observation of a forecaster's only series and only target.</summary>
    /// <param name="value">What was observed; NaN for a missing value.</param>
    /// <exception cref="ArgumentException">The forecaster asks for more than a value; the message says what.</exception>
    public void Observe(float value) => Observe(new ForecastObservation(value));

    /// <summary>Forecasts the steps after the last observation.</summary>
    /// <param name="series">The series; <see langword="null"/> for a forecaster without a series column.</param>
    /// <param name="futureCovariates">
    /// For each step of the horizon a value of each future covariate; <see langword="null"/> for a forecaster without.
    /// </param>
    /// <returns>The forecast with its bounds.</returns>
    /// <exception cref="ArgumentException">The series is not known, or covariates are missing; the message says which.</exception>
    /// <exception cref="InvalidOperationException">Too little was observed to look back on.</exception>
    public ForecastResult Forecast(string? series = null, IReadOnlyList<IReadOnlyList<float>>? futureCovariates = null)
    {
        var name = SeriesName(series, "ForecastEngine.Forecast's series");
        var future = FutureOf(futureCovariates);
        lock (_lock)
        {
            if (!_series.TryGetValue(name, out var history))
                throw new ArgumentException($"ForecastEngine.Forecast's series must be trained on or observed, but was '{name}'.");
            if (!_model.Forecast(history, future, _numbers))
            {
                throw new InvalidOperationException(
                    $"A forecast{SeriesClock.Of(name)} needs {_model.Window.Lookback} steps to look back on, with a value of each target, "
                    + $"but has {history.Count}.");
            }
            return new ForecastResult
            {
                Series = name,
                Times = _model.Clock is { } clock
                    ? [.. Enumerable.Range(1, Horizon).Select(step => new DateTime(clock.Step.Add(history.LastTicks!.Value, step)))]
                    : [],
                Values = [.. _numbers.Middle],
                LowerBounds = [.. _numbers.Lower],
                UpperBounds = [.. _numbers.Upper],
            };
        }
    }

    /// <summary>Writes where all series stand, to go on from with <c>CreateForecastEngine(checkpoint)</c>.</summary>
    /// <param name="stream">Takes it; it stays open.</param>
    public void Checkpoint(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        lock (_lock)
        {
            var histories = SavedHistories.ToBytes(_series);
            writer.Write(Magic);
            writer.Write(ForecastFormat.Fingerprint(_model));
            writer.Write(histories.Length);
            writer.Write(histories);
            writer.Write(SHA256.HashData(histories));
        }
    }

    /// <summary>Length, content and SHA-256; nothing is read behind them.</summary>
    private static byte[] ReadChecked(BinaryReader reader)
    {
        try
        {
            var content = new MemoryStream();
            // Piece by piece: the length may be a lie.
            for (var rest = reader.ReadInt32(); rest > 0;)
            {
                var piece = reader.ReadBytes(Math.Min(rest, 1 << 16));
                if (piece.Length == 0)
                    throw new EndOfStreamException();
                content.Write(piece);
                rest -= piece.Length;
            }
            content.Position = 0;
            var digest = reader.ReadBytes(SHA256.HashSizeInBytes);
            if (digest.Length < SHA256.HashSizeInBytes)
                throw new EndOfStreamException();
            if (!SHA256.HashData(content).AsSpan().SequenceEqual(digest))
                throw new FormatException("it was altered, its SHA-256 is not the one it ends with");
            return content.ToArray();
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("it is truncated", error);
        }
    }

    private long TimeOf(ForecastObservation observation, SeriesHistory history)
    {
        if (_model.Clock is null)
            return 0;
        if (observation.Time is { } time)
            return time.Ticks;
        return history.LastTicks is { } last
            ? _model.Clock.Step.Add(last, 1)
            : throw new ArgumentException("ForecastObservation.Time must be given for the first observation of a new series, "
                + "but was null.");
    }

    private string SeriesName(string? series, string member)
    {
        if (_model.Columns.Series is null)
        {
            return string.IsNullOrEmpty(series)
                ? ""
                : throw new ArgumentException($"{member} must be null for a forecaster without a series column, but was '{series}'.");
        }
        return string.IsNullOrEmpty(series)
            ? throw new ArgumentException($"{member} must be the name of a series, but was {(series is null ? "null" : "''")}.")
            : series;
    }

    private float[] FutureOf(IReadOnlyList<IReadOnlyList<float>>? steps)
    {
        var names = _model.Columns.Future;
        var count = steps?.Count ?? 0;
        if (count != (names.Count == 0 ? 0 : Horizon))
        {
            throw new ArgumentException(names.Count == 0
                ? "ForecastEngine.Forecast's futureCovariates must be null for a forecaster without future covariates."
                : $"ForecastEngine.Forecast's futureCovariates must have the {Horizon} steps of the horizon, each with values of "
                    + $"{string.Join(", ", names)}, but has {count}.");
        }
        var all = new float[count * names.Count];
        for (var step = 0; step < count; step++)
        {
            RequireValues(steps![step], names, FormattableString.Invariant($"FutureCovariates[{step}]"));
            for (var index = 0; index < names.Count; index++)
                all[(step * names.Count) + index] = steps[step][index];
        }
        if (count > 0 && Array.FindIndex(all, (count - 1) * names.Count, float.IsNaN) is >= 0 and var missing)
        {
            throw new ArgumentException(
                $"ForecastEngine.Forecast's futureCovariates must be known at the last step, but '{names[missing % names.Count]}' is NaN.");
        }
        return all;
    }

    private static void RequireValues(IReadOnlyList<float> values, IReadOnlyList<string> names, string member)
    {
        if (values is null || values.Count != names.Count)
            throw Misfit(member, names, values?.Count ?? 0);
        foreach (var value in values)
        {
            if (float.IsInfinity(value))
                throw new ArgumentException($"ForecastObservation.{member} must be finite or NaN, but has {NonFinite.Name(value)}.");
        }
    }

    private static ArgumentException Misfit(string member, IReadOnlyList<string> names, int count) => new(
        $"ForecastObservation.{member} must be {(names.Count == 0 ? "empty" : $"as many as the columns {string.Join(", ", names)}")}, "
        + $"but was {count} long.");
}
