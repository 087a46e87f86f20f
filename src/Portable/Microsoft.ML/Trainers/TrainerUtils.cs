namespace Microsoft.ML.Trainers;

/// <summary>The columns that trainers ask for, and the checks of columns they are given.</summary>
internal static class TrainerUtils
{
    public static SchemaShape.Column MakeBoolScalarLabel(string name) => Scalar(name, BooleanDataViewType.Instance);

    public static SchemaShape.Column MakeR4ScalarColumn(string name) => Scalar(name, NumberDataViewType.Single);

    public static SchemaShape.Column MakeR4ScalarWeightColumn(string? name) =>
        name is null ? default : Scalar(name, NumberDataViewType.Single);

    public static SchemaShape.Column MakeU4ScalarColumn(string name) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);

    public static SchemaShape.Column MakeR4VecFeature(string name) =>
        new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);

    /// <summary>Checks that a schema has a column, of the right type; a column that is not asked for passes.</summary>
    public static void CheckColumn(SchemaShape inputSchema, SchemaShape.Column column, string role)
    {
        if (!column.IsValid)
            return;
        if (!inputSchema.TryFindColumn(column.Name, out var found))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), role, column.Name);
        if (!column.IsCompatibleWith(found))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), role, column.Name, column.GetTypeString(), found.GetTypeString());
    }

    /// <summary>The output columns of a binary trainer.</summary>
    public static SchemaShape.Column[] BinaryOutputColumns(bool calibrated)
    {
        var score = Output(DefaultColumnNames.Score, NumberDataViewType.Single);
        var label = Output(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance);
        return calibrated ? [score, Output(DefaultColumnNames.Probability, NumberDataViewType.Single, true), label] : [score, label];
    }

    /// <summary>The output columns of a multiclass trainer, whose annotations follow the label's.</summary>
    public static SchemaShape.Column[] MulticlassOutputColumns(SchemaShape inputSchema, string labelName)
    {
        inputSchema.TryFindColumn(labelName, out var label);
        var labelAnnotations = label.Annotations.Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues)
            .Concat(AnnotationUtils.GetTrainerOutputAnnotation());
        return
        [
            new SchemaShape.Column(DefaultColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                new SchemaShape(AnnotationUtils.AnnotationsForMulticlassScoreColumn(label))),
            new SchemaShape.Column(DefaultColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true,
                new SchemaShape(labelAnnotations)),
        ];
    }

    /// <summary>The output column of a regression trainer.</summary>
    public static SchemaShape.Column[] RegressionOutputColumns() => [Output(DefaultColumnNames.Score, NumberDataViewType.Single)];

    private static SchemaShape.Column Output(string name, PrimitiveDataViewType type, bool isNormalized = false) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, false,
            new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation(isNormalized)));

    private static SchemaShape.Column Scalar(string name, PrimitiveDataViewType type) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, false);
}
