using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Makes keys of the hashes of values.</summary>
public sealed class HashingEstimator : IEstimator<HashingTransformer>
{
    internal const int DefaultNumberOfBits = 31;
    internal const uint DefaultSeed = 314489979;
    private const string ExpectedColumnType = "Expected Text, Key, numeric, Boolean or DataViewRowId item type";

    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;

    internal HashingEstimator(IHostEnvironment env, params ColumnOptions[] columns)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(HashingEstimator));
        _columns = columns;
        foreach (var column in columns)
        {
            _host.CheckParam(
                !column.Combine || !column.UseOrderedHashing,
                nameof(ColumnOptions.Combine),
                "When the 'Combine' option is specified, ordered hashing is not supported.");
            if (column.MaximumNumberOfInverts != 0)
                throw _host.ExceptNotSupp("Keys cannot remember what they were hashed from: MaximumNumberOfInverts must be 0.");
        }
    }

    /// <summary>Makes the transformer; the data are looked at for their schema only.</summary>
    public HashingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var transformer = new HashingTransformer(_host, _columns);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The schema with the key columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var options in _columns)
        {
            if (!inputSchema.TryFindColumn(options.InputColumnName, out var column))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", options.InputColumnName);
            _host.CheckParam(ValueHasher.Exists(column.ItemType), nameof(inputSchema), ExpectedColumnType);
            var annotations = options.Combine ? new([]) : AnnotationShapes.Only(column, AnnotationUtils.Kinds.SlotNames);
            var kind = options.Combine ? SchemaShape.Column.VectorKind.Scalar : column.Kind;
            result[options.Name] = new SchemaShape.Column(options.Name, kind, NumberDataViewType.UInt32, true, annotations);
        }

        return new SchemaShape(result.Values);
    }

    internal static void CheckType(IHost host, DataViewSchema.Column source)
    {
        if (!ValueHasher.Exists(source.Type.GetItemType()))
            throw host.ExceptSchemaMismatch("inputSchema", "input", source.Name, ExpectedColumnType, source.Type.ToString()!);
    }

    /// <summary>How one column is hashed.</summary>
    public sealed class ColumnOptions
    {
        /// <summary>All settings of a column.</summary>
        public ColumnOptions(
            string name,
            string? inputColumnName = null,
            int numberOfBits = DefaultNumberOfBits,
            uint seed = DefaultSeed,
            bool useOrderedHashing = false,
            int maximumNumberOfInverts = 0,
            bool combine = false)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckParam(
                numberOfBits is >= 1 and < 32, nameof(numberOfBits), "Must be between 1 and 31 inclusive");
            Contracts.CheckParam(
                maximumNumberOfInverts >= -1, nameof(maximumNumberOfInverts), "Value too small, must be -1 or larger");
            Name = name;
            InputColumnName = inputColumnName ?? name;
            NumberOfBits = numberOfBits;
            Seed = seed;
            UseOrderedHashing = useOrderedHashing;
            MaximumNumberOfInverts = maximumNumberOfInverts;
            Combine = combine;
        }

        /// <summary>The name of the key column.</summary>
        public string Name { get; set; }

        /// <summary>The name of the column to hash.</summary>
        public string InputColumnName { get; set; }

        /// <summary>How many bits of the hash a key keeps.</summary>
        /// <value>From 1 to 31; default 31.</value>
        public int NumberOfBits { get; set; }

        /// <summary>What the hash starts from.</summary>
        public uint Seed { get; set; }

        /// <summary>Whether equal values in different slots of a vector get different keys.</summary>
        public bool UseOrderedHashing { get; set; }

        /// <summary>How many of the hashed values a key remembers; only 0 is supported.</summary>
        public int MaximumNumberOfInverts { get; set; }

        /// <summary>Whether a vector gets one key of all its values.</summary>
        public bool Combine { get; set; }
    }
}
