using System.Text.Json.Serialization;

namespace MLNetDeep.Forecasting;

/// <summary>Writes what is known of a step in advance: future covariates as given, the calendar, and where in the season it lies.</summary>
/// <param name="FutureCount">Future covariates.</param>
/// <param name="Clock">How times are counted, and which calendar; null without times.</param>
/// <param name="Seasons">
/// Seasons, counted from a series' first step, in which the place of a step is told: where there are no times that tell it.
/// </param>
internal sealed record KnownEncoder(int FutureCount, SeriesClock? Clock, IReadOnlyList<int> Seasons)
{
    private const int MostWaves = 3;

    /// <summary>Numbers of a step.</summary>
    [JsonIgnore]
    public int Width => FutureCount + CalendarEncoder.Width(Calendar) + Seasons.Sum(season => 2 * Waves(season));

    private CalendarFeatures Calendar => Clock?.Calendar ?? CalendarFeatures.None;

    /// <summary>Writes a step.</summary>
    /// <param name="future">Shape [future covariates]; empty for a step that has no row.</param>
    /// <param name="position">Its number from a series' first step on.</param>
    /// <param name="ticks">Its time; anything without times.</param>
    /// <param name="destination">Shape [<see cref="Width"/>].</param>
    public void Encode(ReadOnlySpan<float> future, long position, long ticks, Span<float> destination)
    {
        if (future.IsEmpty)
            destination[..FutureCount].Fill(float.NaN);
        else
            future.CopyTo(destination);
        var rest = destination[FutureCount..];
        CalendarEncoder.Encode(Calendar, ticks, rest);
        rest = rest[CalendarEncoder.Width(Calendar)..];
        foreach (var season in Seasons)
        {
            CalendarEncoder.EncodeCycle(position % season / (double)season, Waves(season), rest);
            rest = rest[(2 * Waves(season))..];
        }
    }

    // A wave shorter than four steps is hardly one.
    private static int Waves(int season) => Math.Clamp(season / 4, 1, MostWaves);
}
