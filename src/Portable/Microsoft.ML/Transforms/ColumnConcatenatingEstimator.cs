using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _name;
    private readonly string[] _sources;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnConcatenatingEstimator));
        _name = _host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        _host.CheckValue(inputColumnNames, nameof(inputColumnNames));
        _host.CheckParam(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        _host.CheckParam(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
        _sources = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new ColumnConcatenatingTransformer(_host, _name, _sources);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var columns = Array.ConvertAll(_sources, name => inputSchema.Find(_host, name));
        var itemType = columns[0].ItemType;
        foreach (var column in columns)
        {
            _host.Check(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
            _host.Check(column.ItemType.Equals(itemType), "Concatenated columns should have the same type. "
                + $"Column '{column.Name}' has type of {column.ItemType}, but expected column type is {itemType}.");
        }
        var annotations = new List<SchemaShape.Column>();
        if (columns.All(c => c.IsNormalized()))
            annotations.Add(Shapes.IsNormalized);
        if (columns.Any(c => c.Annotations.TryFindColumn(AnnotationUtils.Kinds.CategoricalSlotRanges, out _)))
            annotations.Add(Shapes.CategoricalSlotRanges);
        if (columns.Any(c => c.Kind == VectorKind.Scalar || c.HasSlotNames()))
            annotations.Add(Shapes.SlotNames);
        var kind = columns.Any(c => c.Kind == VectorKind.VariableVector) ? VectorKind.VariableVector : VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(_name, kind, itemType, false, new SchemaShape(annotations)));
    }
}
