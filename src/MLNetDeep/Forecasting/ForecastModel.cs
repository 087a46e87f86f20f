namespace MLNetDeep.Forecasting;

/// <summary>
/// A fitted forecaster: what makes forecasts of windows, and where each series stood when training ended. It never changes; what moves on
/// from row to row are copies of the histories.
/// </summary>
internal sealed record ForecastModel
{
    public required ForecastColumns Columns { get; init; }

    public required WindowEncoder Encoder { get; init; }

    public required ForecastCore Core { get; init; }

    public required ForecastBand Band { get; init; }

    /// <summary>The share that the bounds are for.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>How what is known in advance is written.</summary>
    public required KnownEncoder Known { get; init; }

    /// <summary>For each target, whether its logarithm is forecast; histories hold logarithms then.</summary>
    public required IReadOnlyList<bool> Logarithms { get; init; }

    /// <summary>How times are counted; null without.</summary>
    public SeriesClock? Clock => Known.Clock;

    /// <summary>The series as training left them, by name.</summary>
    public required IReadOnlyDictionary<string, SeriesHistory> Histories { get; init; }

    public ForecastWindow Window => Encoder.Window;

    /// <summary>
    /// Whether bounds learn from what comes after each row, so that a forecast is made of every row, asked for or not: the same rows then
    /// give the same bounds.
    /// </summary>
    public bool Learns => Band.WindowCount > 0 && Columns.Outputs.Any(output => output.Part != ForecastPart.Middle);

    /// <summary>A history to go on with: of a series as training left it, or an empty one of a series that is new.</summary>
    public SeriesHistory Start(string series, ReadOnlySpan<uint> statics) =>
        Histories.TryGetValue(series, out var known) ? known.Clone() : new SeriesHistory(Window, Categories(0, statics), []);

    /// <summary>The categories of a series as the network sees them.</summary>
    /// <param name="number">The number of the series from 1; 0 for a new one.</param>
    /// <param name="statics">Its keys; one beyond those trained on counts as missing.</param>
    public uint[] Categories(uint number, ReadOnlySpan<uint> statics) => Categories(Window, Columns, number, statics);

    /// <inheritdoc cref="Categories(uint, ReadOnlySpan{uint})"/>
    public static uint[] Categories(ForecastWindow window, ForecastColumns columns, uint number, ReadOnlySpan<uint> statics)
    {
        var categories = new uint[window.CategoryValueCounts.Length];
        if (categories.Length == 0)
            return categories;
        var first = columns.Series is null ? 0 : 1;
        if (first == 1)
            categories[0] = number;
        for (var index = 0; index < statics.Length; index++)
            categories[first + index] = statics[index] <= window.CategoryValueCounts[first + index] ? statics[index] : 0;
        return categories;
    }

    /// <summary>Lets a series take a step, and the missing ones before it.</summary>
    /// <param name="history">The series.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="observed">Shape [targets and past covariates].</param>
    /// <param name="future">Shape [future covariates].</param>
    /// <param name="ticks">Its time; anything without times.</param>
    /// <exception cref="InvalidOperationException">The time does not follow.</exception>
    public void Append(SeriesHistory history, string name, ReadOnlySpan<float> observed, ReadOnlySpan<float> future, long ticks)
    {
        var known = new float[Window.KnownCount];
        float[] values = [.. observed];
        for (var target = 0; target < Logarithms.Count; target++)
        {
            if (Logarithms[target])
                values[target] = LogarithmRule.Of(values[target]);
        }
        if (Clock is not null && history.LastTicks is { } last)
            AppendMissing(history, SeriesClock.Distance(Clock.Step, last, ticks, name) - 1, last, known);
        Known.Encode(future, history.Position, ticks, known);
        history.Push(values, known, Clock is null ? null : ticks);
    }

    /// <summary>Makes the forecast from where a series stands.</summary>
    /// <param name="history">The series.</param>
    /// <param name="future">What is known of the steps to come, as given. Shape [horizon, future covariates].</param>
    /// <param name="numbers">Takes it.</param>
    /// <returns>Whether there was enough to look back on.</returns>
    public bool Forecast(SeriesHistory history, ReadOnlySpan<float> future, ForecastNumbers numbers)
    {
        if (!history.IsFull)
            return false;
        var row = numbers.Row.AsSpan();
        var known = row[Window.ObservedCount..Window.FeatureCount];
        history.CopyTo(row, known);
        WriteFuture(history, future, known[(Window.Lookback * Window.KnownCount)..]);
        for (var index = 0; index < history.Categories.Length; index++)
            row[Window.FeatureCount + index] = history.Categories[index];
        if (!Encoder.Encode(row, history.Scales, numbers.Scales))
            return false;
        Core.Run(row, numbers.RawLower, numbers.RawMiddle, numbers.RawUpper);
        Decode(numbers, history.Band.Correct(Band, ConfidenceLevel));
        history.Band.Remember(history.Position, numbers);
        return true;
    }

    private void AppendMissing(SeriesHistory history, long count, long last, Span<float> known)
    {
        Span<float> nothing = new float[Window.ObservedWidth];
        nothing.Fill(float.NaN);
        // Of a long gap only what a forecast can look back on matters.
        var first = Math.Max(1, count - Window.Lookback + 1);
        history.Skip(first - 1);
        for (var step = first; step <= count; step++)
        {
            var ticks = Clock!.Step.Add(last, step);
            Known.Encode([], history.Position, ticks, known);
            history.Push(nothing, known, ticks);
        }
    }

    private void WriteFuture(SeriesHistory history, ReadOnlySpan<float> future, Span<float> known)
    {
        var width = Columns.Future.Count;
        for (var step = 0; step < Window.Horizon && Window.KnownCount > 0; step++)
        {
            var own = known.Slice(step * Window.KnownCount, Window.KnownCount);
            var ticks = Clock?.Step.Add(history.LastTicks!.Value, step + 1) ?? 0;
            Known.Encode(future.Slice(step * width, width), history.Position + step, ticks, own);
        }
    }

    /// <summary>Brings a forecast into the unit of the data, and its bounds to where they cover; target after target.</summary>
    private void Decode(ForecastNumbers numbers, ForecastBand band)
    {
        for (var target = 0; target < Window.TargetCount; target++)
        {
            var scale = numbers.Scales[target];
            for (var step = 0; step < Window.Horizon; step++)
            {
                var (from, to) = ((step * Window.TargetCount) + target, (target * Window.Horizon) + step);
                var middle = numbers.RawMiddle[from];
                numbers.Middle[to] = Decode(middle);
                numbers.Lower[to] = Decode(Math.Min(numbers.RawLower[from] - band.Lower[from], middle));
                numbers.Upper[to] = Decode(Math.Max(numbers.RawUpper[from] + band.Upper[from], middle));
            }

            float Decode(float value) => Logarithms[target] ? MathF.Exp(scale.Decode(value)) : scale.Decode(value);
        }
    }
}

/// <summary>The numbers of one forecast at a time, and where it is made.</summary>
internal sealed class ForecastNumbers(ForecastWindow window)
{
    public float[] Row { get; } = new float[window.RawWidth];

    public ValueScale[] Scales { get; } = new ValueScale[window.TargetCount];

    /// <summary>In scaled units, shape [horizon, targets], as the next two.</summary>
    public float[] RawLower { get; } = new float[window.LabelCount];

    public float[] RawMiddle { get; } = new float[window.LabelCount];

    public float[] RawUpper { get; } = new float[window.LabelCount];

    /// <summary>In the unit of the data, shape [targets, horizon], as the next two.</summary>
    public float[] Lower { get; } = new float[window.LabelCount];

    public float[] Middle { get; } = new float[window.LabelCount];

    public float[] Upper { get; } = new float[window.LabelCount];

    public float[] Part(ForecastPart part) => part switch
    {
        ForecastPart.Lower => Lower,
        ForecastPart.Upper => Upper,
        _ => Middle,
    };

    /// <summary>Says that there is no forecast.</summary>
    public void Clear()
    {
        Array.Fill(Lower, float.NaN);
        Array.Fill(Middle, float.NaN);
        Array.Fill(Upper, float.NaN);
    }
}
