[assembly: LoadableClass(typeof(OneVersusAllModelParameters), null, typeof(SignatureLoadModel), "", "OVAExec")]

namespace Microsoft.ML.Trainers;

/// <summary>The base of trainers that make a multiclass model of binary ones.</summary>
public abstract class MetaMulticlassTrainer<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    private protected readonly IHost Host;
    private protected readonly SchemaShape.Column LabelColumn;

    private protected MetaMulticlassTrainer(IHostEnvironment env, string name, string labelColumn, TrainerInfo binaryInfo)
    {
        Host = Contracts.CheckRef(env, nameof(env)).Register(name);
        LabelColumn = TrainerUtils.MakeU4ScalarColumn(labelColumn);
        Info = new TrainerInfo(normalization: binaryInfo.NeedNormalization);
    }

    public TrainerInfo Info { get; }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        TrainerUtils.CheckColumn(inputSchema, LabelColumn, "label");
        return TrainerUtils.OutputSchema(inputSchema, LabelColumn, calibrated: false);
    }

    public abstract TTransformer Fit(IDataView input);
}

/// <summary>One binary model a class, which tells it from all others.</summary>
public sealed class OneVersusAllTrainer
    : MetaMulticlassTrainer<MulticlassPredictionTransformer<OneVersusAllModelParameters>, OneVersusAllModelParameters>
{
    private readonly ITrainerEstimator<ISingleFeaturePredictionTransformer<object>, object> _binary;
    private readonly IHaveCalibratorTrainer _calibrator;
    private readonly bool _useProbabilities;

    internal OneVersusAllTrainer(
        IHostEnvironment env, ITrainerEstimator<ISingleFeaturePredictionTransformer<object>, object> binaryEstimator,
        string labelColumnName, IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>>? calibrator, bool useProbabilities)
        : base(env, "OVA", Contracts.CheckRef(labelColumnName, nameof(labelColumnName)), binaryEstimator.Info)
    {
        (_binary, _useProbabilities) = (binaryEstimator, useProbabilities);
        _calibrator = (calibrator ?? new PlattCalibratorEstimator(Host)) as IHaveCalibratorTrainer
            ?? throw Host.ExceptParam(nameof(calibrator), "Calibrator estimator is not of the expected kind.");
    }

    public override MulticlassPredictionTransformer<OneVersusAllModelParameters> Fit(IDataView input)
    {
        var label = input.Schema.GetColumnOrNull(LabelColumn.Name)
            ?? throw Host.ExceptParam("schema", $"{LabelColumn.Name} column 'Label' not found");
        var type = label.Type as KeyDataViewType ?? throw Host.ExceptParam("data",
            $"Training label column '{label.Name}' type is not valid for multi-class: {label.Type}. Type must be Single or Double.");
        var models = new IScalarModel[type.GetCountAsInt32(Host)];
        var featureName = "";
        for (var c = 0; c < models.Length; c++)
        {
            var view = IsClass(input, label, (uint)c + 1);
            var transformer = _binary.Fit(view);
            featureName = transformer.FeatureColumnName;
            models[c] = transformer.Model as IScalarModel
                ?? throw Host.Except("Trainer estimator does not appear to produce the right kind of model.");
            if (!_useProbabilities || models[c] is ICalibratedModel)
                continue;
            var calibrator = _calibrator.Train(((ITransformer)transformer).Transform(view), LabelColumn.Name);
            models[c] = new ValueMapperCalibratedModelParameters<object, ICalibrator>(models[c], calibrator);
        }
        return new(Host, new OneVersusAllModelParameters(Host, models, _useProbabilities), input.Schema, featureName, LabelColumn.Name);
    }

    /// <summary>The data with a flag in the label's place: whether it is the class with the key.</summary>
    /// <remarks>A missing label is of no class, whether or not missing labels are to be imputed as negative: so officially.</remarks>
    private static IDataView IsClass(IDataView input, DataViewSchema.Column label, uint key) => new RowToRowMapperTransform(input,
        new RowMapper([new(label.Name, BooleanDataViewType.Instance)], [[label]],
            (row, _) => SlotGetters.Map<uint, bool>(row, row.Schema[label.Index], value => value == key)));
}

public sealed class OneVersusAllModelParameters : ModelParametersBase<VBuffer<float>>, IVectorModel
{
    private static readonly VersionInfo Version = TransformVersions.First("TLC OVA ", "OVAExec");
    private readonly IScalarModel[] _models;
    private readonly bool _useProbabilities;

    internal OneVersusAllModelParameters(IHostEnvironment env, IScalarModel[] models, bool useProbabilities)
        : base(env, "OVAPredictor", Version) => (_models, _useProbabilities) = (models, useProbabilities);

    internal static OneVersusAllModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var useProbabilities = ctx.Reader.ReadBoolean();
        var models = new List<IScalarModel>(); // grows as parts are found: the count may be a lie
        for (var count = ctx.Reader.ReadInt32(); models.Count < count;)
        {
            ctx.LoadModel<IScalarModel, SignatureLoadModel>(env, out var model, $"SubPredictor_{models.Count:000}");
            models.Add(model);
        }
        env.CheckDecode(models.Count > 0 && (!useProbabilities || models.TrueForAll(model => model is ICalibratedModel)),
            "A one-versus-all model must have calibrated models, one for each class.");
        return new OneVersusAllModelParameters(env, [.. models], useProbabilities);
    }

    int IVectorModel.FeatureCount => _models[0].FeatureCount;
    int IVectorModel.ClassCount => _models.Length;

    void IVectorModel.Score(in VBuffer<float> features, Span<float> scores)
    {
        for (var c = 0; c < scores.Length; c++)
            scores[c] = _models[c].Score(features);
        if (!_useProbabilities)
            return;
        double sum = 0;
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = ((ICalibratedModel)_models[c]).Probability(scores[c]);
            sum += float.IsNaN(scores[c]) ? 0 : scores[c];
        }
        for (var c = 0; c < scores.Length && sum > 0; c++)
            scores[c] = (float)(scores[c] / sum);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_useProbabilities);
        ctx.Writer.Write(_models.Length);
        for (var c = 0; c < _models.Length; c++)
            ctx.SaveModel(_models[c], $"SubPredictor_{c:000}");
    }
}
