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
    public IDataView Load()
    {
        var label = new TextLoader.Column(LabelColumnName, _plan.Task.LabelKind, _plan.LabelIndex);
        var rows = Loader([label, .. FeatureColumns()]).Load(new MultiFileSource(_plan.Profile.Table.Path));
        return _plan.Task.MapLabel(_ml, LabelColumnName, _plan.Classes) is { } mapping ? mapping.Fit(rows).Transform(rows) : rows;
    }

    /// <summary>The columns a model reads: the features without the label, which new data need not have.</summary>
    public DataViewSchema InputSchema => Loader([.. FeatureColumns()]).GetOutputSchema();

    /// <summary>Featurisation and MLP, which takes raw numbers, missing ones too.</summary>
    /// <param name="options">The network; the columns are filled in.</param>
    /// <param name="wrap">Makes another trainer of it, such as an ensemble; null leaves it as it is.</param>
    public IEstimator<ITransformer> Mlp(MlpOptions options, Func<DeepTrainer, IEstimator<ITransformer>>? wrap = null)
    {
        var trainer = _plan.Task.Mlp(_ml, options with { LabelColumnName = LabelColumnName, FeatureColumnName = FeatureColumnName });
        return Features().Append(wrap == null ? trainer : wrap(trainer));
    }

    /// <summary>Featurisation and a classical trainer: the same features, prepared as such trainers usually get them.</summary>
    public IEstimator<ITransformer> Classical(ClassicalTrainer trainer)
    {
        var holed = _plan.Numeric.Where(f => f.HasMissing).Select(f => new InputOutputColumnPair(f.Name)).ToArray();
        IEstimator<ITransformer> pipeline = Features(holed.Length == 0 ? null : _ml.Transforms.ReplaceMissingValues(
            holed, Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
        if (trainer.NeedsNormalization)
            pipeline = pipeline.Append(_ml.Transforms.NormalizeMeanVariance(FeatureColumnName));
        return pipeline.Append(trainer.Trainer);
    }

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

    private IEnumerable<TextLoader.Column> FeatureColumns() => _plan.Features.Select(f =>
        new TextLoader.Column(f.Name, f.Role == FeatureRole.Numeric ? DataKind.Single : DataKind.String, f.Index));

    private TextLoader Loader(TextLoader.Column[] columns) => _ml.Data.CreateTextLoader(TableLoader.Options(_plan.Profile.Table, columns));
}
