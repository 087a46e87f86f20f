namespace Microsoft.ML.Data;

/// <summary>The checked form of the options that say how a line is read.</summary>
internal sealed record TextFormat
{
    public required char[] Separators { get; init; }

    public bool AllowQuoting { get; init; }

    public bool AllowSparse { get; init; }

    public bool HasHeader { get; init; }

    public bool TrimWhitespace { get; init; }

    public bool ReadMultilines { get; init; }

    public bool MissingRealsAsNaNs { get; init; }

    public char EscapeChar { get; init; }

    public char DecimalMarker { get; init; }

    /// <summary>How many fields a line has; 0 when the data say it.</summary>
    public int InputSize { get; init; }

    public static TextFormat From(TextLoader.Options options)
    {
        var separators = (options.Separators ?? []).Distinct().ToArray();
        Contracts.CheckUserArg(separators.Length > 0, nameof(TextLoader.Options.Separators), "Must specify a separator");
        foreach (var separator in separators)
        {
            if (separator != '\t' && (separator < ' ' || separator == '"' || char.IsAsciiDigit(separator)))
                throw Contracts.ExceptUserArg("Separator", $"Illegal separator: '{separator}'");
        }

        Contracts.CheckUserArg(
            !options.AllowSparse || !separators.Contains(':'), "Separator", "When the separator is colon, turn off allowSparse");
        if (options.DecimalMarker is not ('.' or ','))
        {
            throw Contracts.ExceptUserArg(
                nameof(options.DecimalMarker), $"Decimal marker cannot be the '{options.DecimalMarker}' character. It must be '.' or ','.");
        }

        if (!options.AllowQuoting && options.DecimalMarker == ',' && separators.Contains(','))
        {
            throw Contracts.ExceptUserArg(
                nameof(options.AllowQuoting), "Quoting must be allowed if decimal marker and separator are the ',' character.");
        }

        if (separators.Contains(options.EscapeChar))
        {
            throw Contracts.ExceptUserArg(
                nameof(options.EscapeChar), $"EscapeChar '{options.EscapeChar}' can't be used both as EscapeChar and separator");
        }

        Contracts.CheckUserArg(options.InputSize is null or >= 0, nameof(options.InputSize), "Must be non-negative");
        return new TextFormat
        {
            Separators = separators,
            AllowQuoting = options.AllowQuoting,
            AllowSparse = options.AllowSparse,
            HasHeader = options.HasHeader && string.IsNullOrWhiteSpace(options.HeaderFile),
            TrimWhitespace = options.TrimWhitespace,
            ReadMultilines = options.AllowQuoting && options.ReadMultilines,
            MissingRealsAsNaNs = options.MissingRealsAsNaNs,
            EscapeChar = options.EscapeChar,
            DecimalMarker = options.DecimalMarker,
            InputSize = Math.Min(options.InputSize ?? 0, int.MaxValue - 1),
        };
    }

    public ReadOnlyMemory<char> Prepare(string line) => TrimWhitespace ? line.AsMemory().TrimEnd() : line.AsMemory();
}
