namespace MLNetDeep.Forecasting;

/// <summary>Where a window lies.</summary>
/// <param name="Series">The series.</param>
/// <param name="Origin">The last step that is looked back on.</param>
internal readonly record struct WindowPlace(int Series, int Origin);

/// <summary>Windows of series, made when they are asked for.</summary>
/// <param name="Series">The series, complete.</param>
/// <param name="Encoder">How windows are encoded.</param>
/// <param name="Places">Where they lie.</param>
internal sealed record WindowSet(IReadOnlyList<SeriesSteps> Series, WindowEncoder Encoder, IReadOnlyList<WindowPlace> Places)
{
    public int Count => Places.Count;

    private ForecastWindow Window => Encoder.Window;

    /// <summary>Writes the raw row of a window.</summary>
    /// <param name="index">Which.</param>
    /// <param name="row">Shape [<see cref="ForecastWindow.RawWidth"/>].</param>
    public void WriteRow(int index, Span<float> row)
    {
        var (place, window) = (Places[index], Window);
        var series = Series[place.Series];
        var start = place.Origin - window.Lookback + 1;
        series.Observed.AsSpan(start * window.ObservedWidth, window.ObservedCount).CopyTo(row);
        var known = row[window.ObservedCount..window.FeatureCount];
        var given = series.Known.AsSpan(start * window.KnownCount);
        given[..Math.Min(given.Length, known.Length)].CopyTo(known);
        for (var category = 0; category < series.Categories.Length; category++)
            row[window.FeatureCount + category] = series.Categories[category];
        Span<ValueScale> used = new ValueScale[window.TargetCount];
        Encoder.Encode(row, series.Scales, used);
    }

    /// <summary>Writes what followed a window, in scaled units; NaN where that is missing.</summary>
    /// <param name="index">Which.</param>
    /// <param name="label">Shape [horizon, targets].</param>
    public void WriteLabel(int index, Span<float> label)
    {
        var (place, window) = (Places[index], Window);
        var series = Series[place.Series];
        for (var step = 0; step < window.Horizon; step++)
        {
            var at = place.Origin + 1 + step;
            for (var target = 0; target < window.TargetCount; target++)
            {
                var value = at < series.ObservedCount ? series.Observed[(at * window.ObservedWidth) + target] : float.NaN;
                label[(step * window.TargetCount) + target] = series.Scales[target].Encode(value);
            }
        }
    }
}
