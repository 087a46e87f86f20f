using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>One column to make: its name, type, and the fields it takes.</summary>
    public sealed class Column
    {
        /// <summary>The column's name.</summary>
        public string? Name;

        /// <summary>The fields that fill the column.</summary>
        public Range[]? Source;

        /// <summary>The key's range when the column is a key, otherwise null.</summary>
        public KeyCount? KeyCount;

        /// <summary>A column to be described by its members.</summary>
        public Column()
        {
        }

        /// <summary>A scalar column from one field.</summary>
        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>A vector column from the fields <paramref name="minIndex"/> to <paramref name="maxIndex"/>, both included.</summary>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        /// <summary>A column from several ranges of fields, optionally a key.</summary>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount? keyCount = null)
        {
            Contracts.CheckValue(name, nameof(name));
            Contracts.CheckValue(source, nameof(source));
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>The type of the column's items.</summary>
        /// <value>Default single-precision real.</value>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    /// <summary>A run of fields.</summary>
    public sealed class Range
    {
        /// <summary>The first field's index.</summary>
        public int Min;

        /// <summary>The last field's index; null when the range is a single field or has an open end.</summary>
        public int? Max;

        /// <summary>Whether the range goes to the last field found in the sample of the data.</summary>
        public bool AutoEnd;

        /// <summary>Whether the range goes to the end of each line, which makes a vector of variable size.</summary>
        public bool VariableEnd;

        /// <summary>Whether the range stands for all fields that no other range takes.</summary>
        public bool AllOther;

        /// <summary>Whether the column is a vector even when it has one field only.</summary>
        public bool ForceVector;

        /// <summary>A range to be described by its members.</summary>
        public Range()
        {
        }

        /// <summary>A single field.</summary>
        public Range(int index)
        {
            Contracts.CheckParam(index >= 0, nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        /// <summary>The fields from <paramref name="min"/> to <paramref name="max"/>; to the last one when it is null.</summary>
        public Range(int min, int? max)
        {
            Contracts.CheckParam(min >= 0, nameof(min), "Must be non-negative");
            Contracts.CheckParam(!(max < min), nameof(max), "If specified, must be greater than or equal to min");
            Min = min;
            Max = max;
            // A range of one field is still a vector: whoever writes a range means one.
            ForceVector = true;
            AutoEnd = max == null;
        }
    }
}
