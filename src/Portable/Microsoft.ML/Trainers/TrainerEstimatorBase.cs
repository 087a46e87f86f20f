namespace Microsoft.ML.Trainers;

public abstract class TrainerInputBase
{
    public string FeatureColumnName = DefaultColumnNames.Features;

    private protected TrainerInputBase() { }

    /// <summary>A trainer's own copy of its options: what the caller changes later does not reach it.</summary>
    internal static TOptions Copy<TOptions>(TOptions options) where TOptions : TrainerInputBase => (TOptions)options.MemberwiseClone();
}

public abstract class TrainerInputBaseWithLabel : TrainerInputBase
{
    public string LabelColumnName = DefaultColumnNames.Label;

    private protected TrainerInputBaseWithLabel() { }
}

public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    public string? ExampleWeightColumnName;

    private protected TrainerInputBaseWithWeight() { }
}

/// <summary>The base of trainers that read one feature column: checks the schema, trains, wraps the model.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn, LabelColumn, WeightColumn;
    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(IHostEnvironment env, string name, TrainerInputBaseWithLabel options, SchemaShape.Column label)
    {
        Host = Contracts.CheckRef(env, nameof(env)).Register(name);
        (FeatureColumn, LabelColumn) = (TrainerUtils.MakeR4VecFeature(options.FeatureColumnName), label);
        WeightColumn = TrainerUtils.MakeR4ScalarWeightColumn((options as TrainerInputBaseWithWeight)?.ExampleWeightColumnName);
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
        return TrainerUtils.OutputSchema(inputSchema, LabelColumn, typeof(CalibratedModelParametersBase).IsAssignableFrom(typeof(TModel)));
    }

    private protected abstract TModel TrainModelCore(IDataView data);

    // The label's type tells the task: a flag, a key or a number.
    private TTransformer MakeTransformer(TModel model, DataViewSchema schema) => (TTransformer)(object)(
        LabelColumn.IsKey ? new MulticlassPredictionTransformer<TModel>(Host, model, schema, FeatureColumn.Name, LabelColumn.Name)
        : LabelColumn.ItemType is BooleanDataViewType ? new BinaryPredictionTransformer<TModel>(Host, model, schema, FeatureColumn.Name)
        : new RegressionPredictionTransformer<TModel>(Host, model, schema, FeatureColumn.Name));

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
    private const SchemaShape.Column.VectorKind ScalarKind = SchemaShape.Column.VectorKind.Scalar;

    public static SchemaShape.Column MakeBoolScalarLabel(string name) => new(name, ScalarKind, BooleanDataViewType.Instance, false);
    public static SchemaShape.Column MakeR4ScalarColumn(string name) => new(name, ScalarKind, NumberDataViewType.Single, false);
    public static SchemaShape.Column MakeR4ScalarWeightColumn(string? name) => name is null ? default : MakeR4ScalarColumn(name);
    public static SchemaShape.Column MakeU4ScalarColumn(string name) => new(name, ScalarKind, NumberDataViewType.UInt32, true);
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

    /// <summary>The schema with what a trainer for the label adds; a key's annotations go on to the score and the prediction.</summary>
    public static SchemaShape OutputSchema(SchemaShape inputSchema, SchemaShape.Column labelColumn, bool calibrated)
    {
        var columns = inputSchema.ToDictionary(column => column.Name);
        var common = AnnotationUtils.GetTrainerOutputAnnotation();
        if (labelColumn.IsKey)
        {
            var label = columns[labelColumn.Name];
            Add(DefaultColumnNames.Score, NumberDataViewType.Single, AnnotationUtils.AnnotationsForMulticlassScoreColumn(label),
                SchemaShape.Column.VectorKind.Vector);
            Add(DefaultColumnNames.PredictedLabel, NumberDataViewType.UInt32,
                label.Annotations.Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues).Concat(common), isKey: true);
            return new SchemaShape(columns.Values);
        }
        Add(DefaultColumnNames.Score, NumberDataViewType.Single, common);
        if (calibrated)
            Add(DefaultColumnNames.Probability, NumberDataViewType.Single, AnnotationUtils.GetTrainerOutputAnnotation(true));
        if (labelColumn.ItemType is BooleanDataViewType)
            Add(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, common);
        return new SchemaShape(columns.Values);

        void Add(string name, DataViewType type, IEnumerable<SchemaShape.Column> annotations,
            SchemaShape.Column.VectorKind kind = ScalarKind, bool isKey = false) =>
            columns[name] = new SchemaShape.Column(name, kind, type, isKey, new SchemaShape(annotations));
    }
}
