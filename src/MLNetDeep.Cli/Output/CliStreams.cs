namespace MLNetDeep.Cli.Output;

/// <summary>Where the tool writes: results to one stream, progress, notes and failures to the other.</summary>
/// <param name="Out">Results: tables, or one JSON document.</param>
/// <param name="Error">Progress, notes and failures.</param>
/// <param name="IsLive">True when <paramref name="Error"/> is a terminal on which progress can redraw itself.</param>
/// <param name="Width">Columns to fit tables into.</param>
internal sealed record CliStreams(TextWriter Out, TextWriter Error, bool IsLive, int Width);
