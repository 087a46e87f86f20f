namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>What a text file looks like and which columns to make of it.</summary>
    public class Options
    {
        /// <summary>Whether a field may be put in double quotes, so that it can hold separators. Default false.</summary>
        public bool AllowQuoting;

        /// <summary>Whether fields of the form <c>index:value</c> fill only some slots. Default false.</summary>
        public bool AllowSparse;

        /// <summary>The columns to make; when null, a label from the first field and features from the rest.</summary>
        public Column[]? Columns;

        /// <summary>The decimal sign of real numbers: '.' (default) or ','.</summary>
        public char DecimalMarker = '.';

        /// <summary>What escapes a double quote in a quoted field. Default: another double quote.</summary>
        public char EscapeChar = '"';

        /// <summary>Whether the first line of each file names the fields. Default false.</summary>
        public bool HasHeader;

        /// <summary>A file whose first line names the fields, in place of a header in the data. Default none.</summary>
        public string? HeaderFile;

        /// <summary>How many fields a line has; null, the default, leaves it to the data.</summary>
        public int? InputSize;

        /// <summary>How many rows to read at most. Default all.</summary>
        public long? MaxRows;

        /// <summary>Whether an empty field of a real column is NaN; otherwise it is 0. Default false.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Whether a quoted field may go on over several lines. Default false.</summary>
        public bool ReadMultilines;

        /// <summary>The characters that end a field. Default: tab.</summary>
        public char[] Separators = ['\t'];

        /// <summary>Whether white space at the end of a line is dropped. Default false.</summary>
        public bool TrimWhitespace;

        /// <summary>Whether several threads may be used. A cursor here reads and parses on its caller's. Default true.</summary>
        public bool UseThreads = true;
    }
}
