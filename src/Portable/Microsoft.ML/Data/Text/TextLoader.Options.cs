namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public class Options
    {
        public bool AllowQuoting, AllowSparse, HasHeader, MissingRealsAsNaNs, ReadMultilines, TrimWhitespace;
        public Column[]? Columns;
        public char DecimalMarker = '.', EscapeChar = '"';
        public string? HeaderFile;
        public int? InputSize;
        public long? MaxRows;
        public char[] Separators = ['\t'];

        /// <summary>Whether officially several threads parse; here one does, and only the wording of errors follows this.</summary>
        public bool UseThreads = true;

        /// <summary>A copy that is known to be good and in which no option contradicts another.</summary>
        internal Options Checked()
        {
            Contracts.CheckUserArg(MaxRows is null or >= 0, nameof(MaxRows));
            Contracts.Check(InputSize is null or >= 0, "inputSize");
            Contracts.CheckUserArg(Separators is { Length: > 0 }, "Separator", "Must specify a separator");
            foreach (var separator in Separators)
            {
                if (separator == ':' && AllowSparse)
                    throw Contracts.ExceptUserArg("Separator", "When the separator is colon, turn off allowSparse");
                if (separator != '\t' && (separator < ' ' || separator == '"' || char.IsAsciiDigit(separator)))
                    throw Contracts.ExceptUserArg("Separator", $"Illegal separator: '{separator}'");
            }
            Contracts.CheckUserArg(DecimalMarker is '.' or ',', nameof(DecimalMarker),
                $"Decimal marker cannot be the '{DecimalMarker}' character. It must be '.' or ','.");
            Contracts.CheckUserArg(AllowQuoting || DecimalMarker != ',' || !Separators.Contains(','), nameof(AllowQuoting),
                "Quoting must be allowed if decimal marker and separator are the ',' character.");
            Contracts.CheckUserArg(!Separators.Contains(EscapeChar), nameof(EscapeChar),
                $"EscapeChar '{EscapeChar}' can't be used both as EscapeChar and separator");
            var result = (Options)MemberwiseClone();
            result.HasHeader = HasHeader && string.IsNullOrWhiteSpace(HeaderFile);
            result.ReadMultilines = AllowQuoting && ReadMultilines;
            result.InputSize = Math.Min(InputSize ?? 0, int.MaxValue - 1);
            result.Separators = [.. Separators.Distinct()];
            if (Columns is not { Length: > 0 })
                result.Columns = [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, [new Range(1, null)])];
            return result;
        }
    }

    public sealed class Column
    {
        public string? Name;
        public Range[]? Source;
        public KeyCount? KeyCount;

        public Column() { }

        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)]) { }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)]) { }

        public Column(string name, DataKind dataKind, Range[] source, KeyCount? keyCount = null) => (Name, DataKind, Source, KeyCount) =
            (Contracts.CheckRef(name, nameof(name)), dataKind, Contracts.CheckRef(source, nameof(source)), keyCount);

        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    public sealed class Range
    {
        public int Min;
        public int? Max;
        public bool AutoEnd, VariableEnd, AllOther, ForceVector;

        public Range() { }

        public Range(int index)
        {
            Contracts.CheckParam(index >= 0, nameof(index), "Must be non-negative");
            (Min, Max) = (index, index);
        }

        public Range(int min, int? max)
        {
            Contracts.CheckParam(min >= 0, nameof(min), "Must be non-negative");
            Contracts.CheckParam(!(max < min), nameof(max), "If specified, must be greater than or equal to min");
            // A range of one field is still a vector: whoever writes a range means one.
            (Min, Max, ForceVector, AutoEnd) = (min, max, true, max == null);
        }
    }
}
