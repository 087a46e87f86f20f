namespace MLNetDeep.Forecasting;

/// <summary>Makes the numbers of a window, as observed, ready for a network: missing ones are filled in, all are scaled.</summary>
/// <param name="Window">How the numbers lie.</param>
/// <param name="PastScales">The scale of each past covariate.</param>
/// <param name="FutureScales">The scale of each future covariate; what is known beside them, the calendar, needs none.</param>
internal sealed record WindowEncoder(ForecastWindow Window, ValueScale[] PastScales, ValueScale[] FutureScales)
{
    /// <summary>Whether scales are to be undone without rounding, for forecasts that only repeat values.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether a file's encoder makes sense.</summary>
    public bool IsUsable =>
        PastScales.Length == Window.PastCount && FutureScales.Length <= Window.KnownCount
        && PastScales.Concat(FutureScales).All(scale => scale.IsUsable);

    /// <summary>Encodes a row in place.</summary>
    /// <param name="row">Shape [<see cref="ForecastWindow.RawWidth"/>]; its categories are left alone.</param>
    /// <param name="scales">The scale of each target; empty to take the window's own.</param>
    /// <param name="used">Takes the scale of each target.</param>
    /// <returns>Whether each target is known at some step.</returns>
    public bool Encode(Span<float> row, ReadOnlySpan<ValueScale> scales, Span<ValueScale> used)
    {
        var observed = row[..Window.ObservedCount];
        var width = Window.ObservedWidth;
        for (var column = 0; column < width; column++)
        {
            var isTarget = column < Window.TargetCount;
            var isKnown = Fill(observed, width, column);
            if (isTarget && !isKnown)
                return false;
            var scale = !isTarget ? PastScales[column - Window.TargetCount]
                : scales.IsEmpty ? Own(observed, width, column)
                : scales[column];
            if (isTarget)
                used[column] = scale;
            Scale(observed, width, column, scale, isKnown);
        }
        var known = row[Window.ObservedCount..Window.FeatureCount];
        for (var column = 0; column < FutureScales.Length; column++)
            Scale(known, Window.KnownCount, column, FutureScales[column], Fill(known, Window.KnownCount, column));
        return true;
    }

    private ValueScale Own(ReadOnlySpan<float> observed, int width, int column)
    {
        var scale = ValueScale.Measure(observed, width, column);
        return IsExact ? scale.ToExact() : scale;
    }

    /// <summary>Fills in the missing values of a column: linearly, and at the ends by the nearest known value.</summary>
    /// <returns>Whether a value is known.</returns>
    private static bool Fill(Span<float> values, int width, int column)
    {
        var last = -1; // the last place that is known
        for (var index = column; index < values.Length; index += width)
        {
            if (float.IsNaN(values[index]))
                continue;
            for (var place = last < 0 ? column : last + width; place < index; place += width)
            {
                values[place] = last < 0
                    ? values[index]
                    : values[last] + ((values[index] - values[last]) * ((place - last) / (float)(index - last)));
            }
            last = index;
        }
        for (var place = last + width; last >= 0 && place < values.Length; place += width)
            values[place] = values[last];
        return last >= 0;
    }

    private static void Scale(Span<float> values, int width, int column, ValueScale scale, bool isKnown)
    {
        for (var index = column; index < values.Length; index += width)
            values[index] = isKnown ? scale.Encode(values[index]) : 0; // the mean says least
    }
}
