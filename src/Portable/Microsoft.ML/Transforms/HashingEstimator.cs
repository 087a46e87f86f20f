namespace Microsoft.ML.Transforms;

public sealed class HashingEstimator : IEstimator<HashingTransformer>
{
    internal const int DefaultNumberOfBits = 31;
    internal const uint DefaultSeed = 314489979;
    internal const string ExpectedColumnType = "Expected Text, Key, numeric, Boolean or DataViewRowId item type";

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

    public HashingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var transformer = new HashingTransformer(_host, _columns);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _columns.Aggregate(inputSchema, (schema, options) =>
        schema.With(_host, [(options.Name, options.InputColumnName)], column =>
        {
            _host.CheckParam(ValueHasher.Exists(column.ItemType), nameof(inputSchema), ExpectedColumnType);
            return options.Combine
                ? new ItemShape(SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, [])
                : new ItemShape(column.Kind, NumberDataViewType.UInt32, true, Shapes.Only(column, AnnotationUtils.Kinds.SlotNames));
        }));

    public sealed class ColumnOptions
    {
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

        public string Name { get; set; }

        public string InputColumnName { get; set; }

        public int NumberOfBits { get; set; }

        public uint Seed { get; set; }

        public bool UseOrderedHashing { get; set; }

        public int MaximumNumberOfInverts { get; set; }

        public bool Combine { get; set; }
    }
}
