namespace Microsoft.ML.Trainers;

public abstract class TrainerInputBase
{
    public string FeatureColumnName = DefaultColumnNames.Features;

    private protected TrainerInputBase()
    {
    }

    /// <summary>A trainer's own copy of its options: what the caller changes later does not reach it.</summary>
    internal static TOptions Copy<TOptions>(TOptions options)
        where TOptions : TrainerInputBase => (TOptions)options.MemberwiseClone();
}

public abstract class TrainerInputBaseWithLabel : TrainerInputBase
{
    public string LabelColumnName = DefaultColumnNames.Label;

    private protected TrainerInputBaseWithLabel()
    {
    }
}

public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    public string? ExampleWeightColumnName;

    private protected TrainerInputBaseWithWeight()
    {
    }
}

/// <summary>The base of trainers that read one feature column: checks the schema, trains, wraps the model.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(
        IHostEnvironment env, string registerName, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight)
    {
        Host = Contracts.CheckRef(env, nameof(env)).Register(registerName);
        (FeatureColumn, LabelColumn, WeightColumn) = (feature, label, weight);
    }

    public abstract TrainerInfo Info { get; }

    public TTransformer Fit(IDataView input)
    {
        CheckInputSchema(SchemaShape.Create(input.Schema));
        return MakeTransformer(TrainModelCore(input), input.Schema);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        CheckInputSchema(inputSchema);
        return TrainerUtils.WithColumns(inputSchema, GetOutputColumnsCore(inputSchema));
    }

    private protected abstract TModel TrainModelCore(IDataView data);

    // The label's type tells the task: a flag, a key or a number.
    private SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) =>
        LabelColumn.IsKey ? TrainerUtils.MulticlassOutputColumns(inputSchema, LabelColumn.Name)
        : LabelColumn.ItemType is BooleanDataViewType
            ? TrainerUtils.BinaryOutputColumns(calibrated: typeof(CalibratedModelParametersBase).IsAssignableFrom(typeof(TModel)))
        : TrainerUtils.RegressionOutputColumns();

    private TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema) => (TTransformer)(object)(
        LabelColumn.IsKey
            ? new MulticlassPredictionTransformer<TModel>(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name)
        : LabelColumn.ItemType is BooleanDataViewType
            ? new BinaryPredictionTransformer<TModel>(Host, model, trainSchema, FeatureColumn.Name)
        : new RegressionPredictionTransformer<TModel>(Host, model, trainSchema, FeatureColumn.Name));

    /// <summary>The number of classes of a key label; 0 for any other.</summary>
    private protected int ClassCountOf(DataViewSchema schema) =>
        schema[LabelColumn.Name].Type is KeyDataViewType key && LabelColumn.IsKey ? key.GetCountAsInt32(Host) : 0;

    /// <summary>The training rows in memory; there is at least one.</summary>
    private protected TrainingRows ReadRows(IDataView data, string skipped, string nothingLeft)
    {
        if (data.Schema[FeatureColumn.Name].Type is not VectorDataViewType { Size: > 0 } type)
        {
            throw Host.ExceptParam(nameof(data), $"Training feature column '{FeatureColumn.Name}' must be a known-size vector of R4, " +
                $"but has type: {data.Schema[FeatureColumn.Name].Type}.");
        }
        using var channel = Host.Start("Training");
        var rows = new TrainingRows(Host, data, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name, type.Size);
        channel.Check(rows.Count > 0, nothingLeft);
        if (rows.SkippedCount > 0)
            channel.Warning(MessageSensitivity.None, $"Skipped {rows.SkippedCount} instances with missing {skipped} during training");
        return rows;
    }

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        TrainerUtils.CheckColumn(inputSchema, FeatureColumn, "feature");
        TrainerUtils.CheckColumn(inputSchema, WeightColumn, "weight");
        TrainerUtils.CheckColumn(inputSchema, LabelColumn, "label", "labelCol");
    }
}

/// <summary>The columns that trainers ask for and add, and the checks of columns they are given.</summary>
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
    public static void CheckColumn(SchemaShape inputSchema, SchemaShape.Column column, string role, string wrongTypeParam = "inputSchema")
    {
        if (!column.IsValid)
            return;
        if (!inputSchema.TryFindColumn(column.Name, out var found))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), role, column.Name);
        if (!column.IsCompatibleWith(found))
            throw Contracts.ExceptSchemaMismatch(wrongTypeParam, role, column.Name, column.GetTypeString(), found.GetTypeString());
    }

    /// <summary>A schema with columns added, or put in the place of those of the same names.</summary>
    public static SchemaShape WithColumns(SchemaShape inputSchema, IEnumerable<SchemaShape.Column> added)
    {
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var column in added)
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
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
            new(DefaultColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                new SchemaShape(AnnotationUtils.AnnotationsForMulticlassScoreColumn(label))),
            new(DefaultColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true,
                new SchemaShape(labelAnnotations)),
        ];
    }

    /// <summary>The output column of a regression trainer.</summary>
    public static SchemaShape.Column[] RegressionOutputColumns() => [Output(DefaultColumnNames.Score, NumberDataViewType.Single)];

    private static SchemaShape.Column Output(string name, PrimitiveDataViewType type, bool isNormalized = false) => new(name,
        SchemaShape.Column.VectorKind.Scalar, type, false, new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation(isNormalized)));

    private static SchemaShape.Column Scalar(string name, PrimitiveDataViewType type) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, false);
}
