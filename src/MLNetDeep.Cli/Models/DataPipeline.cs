using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Tasks;

namespace MLNetDeep.Cli.Models;

/// <summary>The plan of a file as ML.NET objects: its loader, its label mapping and the featurisation.</summary>
internal sealed class DataPipeline
{
    private static readonly string[] OutputColumns = ["Features", "Score", "Probability", "PredictedLabel"];
    private readonly MLContext _ml;
    private readonly DataPlan _plan;

    public DataPipeline(MLContext ml, DataPlan plan)
    {
        _ml = ml;
        _plan = plan;
        // Evaluators look their columns up by name: a label that carries such a name must not hide them.
        LabelColumnName = OutputColumns.Contains(plan.LabelName) ? $"{plan.LabelName} (label)" : plan.LabelName;
    }

    public const string FeatureColumnName = "Features";

    public string LabelColumnName { get; }

    /// <summary>All rows, with the label as trainers take it.</summary>
    /// <param name="group">A column loaded besides, whose values are groups; null for none.</param>
    /// <param name="time">A column loaded besides, of numbers or dates; null for none.</param>
    public IDataView Load(string? group = null, string? time = null)
    {
        var label = new TextLoader.Column(LabelColumnName, _plan.Task.LabelKind, _plan.LabelIndex);
        var rows = Loader([label, .. FeatureColumns(), .. SplitColumns(group, time)]).Load(new MultiFileSource(_plan.Profile.Table.Path));
        return _plan.Task.MapLabel(_ml, LabelColumnName, _plan.Classes) is { } mapping ? mapping.Fit(rows).Transform(rows) : rows;
    }

    /// <summary>The columns a model reads: the features without the label, which new data need not have.</summary>
    public DataViewSchema InputSchema => Loader([.. FeatureColumns()]).GetOutputSchema();

    /// <summary>The MLP, which takes raw numbers, missing ones too, and categories as keys.</summary>
    /// <param name="options">The network; the columns are filled in.</param>
    /// <param name="wrap">Makes another trainer of it, such as an ensemble; null leaves it as it is.</param>
    public IEstimator<ITransformer> Mlp(MlpOptions options, Func<DeepTrainer, IEstimator<ITransformer>>? wrap = null)
    {
        var trainer = _plan.Task.Mlp(_ml, WithColumns(options));
        return MlpFeatures().Append(wrap == null ? trainer : wrap(trainer));
    }

    /// <summary>Options of the MLP that read this table's columns.</summary>
    public MlpOptions WithColumns(MlpOptions options) => options with
    {
        LabelColumnName = LabelColumnName,
        FeatureColumnName = _plan.Numeric.Any() ? FeatureColumnName : null,
        CategoricalFeatureColumnNames = [.. _plan.Categorical.Select(KeyName)],
    };

    /// <summary>What the MLP reads: the numbers as one vector, categories as keys.</summary>
    public IEstimator<ITransformer> MlpFeatures()
    {
        IEstimator<ITransformer> features = new EstimatorChain<ITransformer>();
        foreach (var column in _plan.Categorical)
            features = features.Append(_ml.Transforms.Conversion.MapValueToKey(KeyName(column), column.Name));
        return _plan.Numeric.Any()
            ? features.Append(_ml.Transforms.Concatenate(FeatureColumnName, [.. _plan.Numeric.Select(f => f.Name)]))
            : features;
    }

    /// <summary>Featurisation and a classical trainer: the same features, prepared as such trainers usually get them.</summary>
    public IEstimator<ITransformer> Classical(ClassicalTrainer trainer)
    {
        var pipeline = ClassicalFeatures();
        return (trainer.NeedsNormalization ? pipeline.Append(Normalization()) : pipeline).Append(trainer.Trainer);
    }

    /// <summary>What classical trainers read: one vector, without missing values, categories one-hot.</summary>
    public IEstimator<ITransformer> ClassicalFeatures()
    {
        var holed = _plan.Numeric.Where(f => f.HasMissing).Select(f => new InputOutputColumnPair(f.Name)).ToArray();
        return Features(holed.Length == 0 ? null : _ml.Transforms.ReplaceMissingValues(
            holed, Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
    }

    /// <summary>What linear trainers want besides: features of one size.</summary>
    public IEstimator<ITransformer> Normalization() => _ml.Transforms.NormalizeMeanVariance(FeatureColumnName);

    /// <summary>The featurisation alone: numbers as they are, categories one-hot.</summary>
    /// <param name="first">What comes before it.</param>
    public IEstimator<ITransformer> Features(IEstimator<ITransformer>? first = null)
    {
        var pipeline = first;
        var categorical = _plan.Categorical.Select(f => new InputOutputColumnPair(f.Name)).ToArray();
        if (categorical.Length > 0)
        {
            var encoding = _ml.Transforms.Categorical.OneHotEncoding(categorical);
            pipeline = pipeline == null ? encoding : pipeline.Append(encoding);
        }
        var concatenation = _ml.Transforms.Concatenate(FeatureColumnName, [.. _plan.Features.Select(f => f.Name)]);
        return pipeline == null ? concatenation : pipeline.Append(concatenation);
    }

    /// <summary>A value that the training rows lack becomes a missing key, and so does a missing text.</summary>
    private static string KeyName(FeatureColumn column) =>
        OutputColumns.Contains(column.Name) ? $"{column.Name} (category)" : column.Name;

    private IEnumerable<TextLoader.Column> FeatureColumns() => _plan.Features.Select(f =>
        new TextLoader.Column(f.Name, f.Role == FeatureRole.Numeric ? DataKind.Single : DataKind.String, f.Index));

    private IEnumerable<TextLoader.Column> SplitColumns(string? group, string? time)
    {
        if (group is not null)
            yield return new TextLoader.Column(group, DataKind.String, _plan.Profile.Find(group, "Column").Index);
        if (time is not null)
        {
            var column = _plan.Profile.Find(time, "Column");
            yield return new TextLoader.Column(time, column.IsNumeric ? DataKind.Double : DataKind.DateTime, column.Index);
        }
    }

    private TextLoader Loader(TextLoader.Column[] columns) => _ml.Data.CreateTextLoader(TableLoader.Options(_plan.Profile.Table, columns));
}
