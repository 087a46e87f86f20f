using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.AutoML;

/// <summary>Estimators in a row, some of them alternatives, each with its space of settings; which are taken is an option too.</summary>
public class SweepablePipeline : ISweepable<EstimatorChain<ITransformer>>
{
    internal const string ExperimentKey = "_pipeline_";
    private const string SchemaKey = "_SCHEMA_";
    private const string Nothing = "Nil";
    private readonly Entity? _schema;
    private string? _currentSchema;

    internal SweepablePipeline()
    {
    }

    private SweepablePipeline(Dictionary<string, SweepableEstimator> estimators, Entity schema, string? currentSchema = null)
    {
        Estimators = estimators;
        _schema = schema;
        _currentSchema = currentSchema ?? Terms.First();
    }

    public Dictionary<string, SweepableEstimator> Estimators { get; } = [];

    /// <summary>A new space each time; the parts are the estimators' own spaces, not copies.</summary>
    public SearchSpace.SearchSpace SearchSpace
    {
        get
        {
            var space = new SearchSpace.SearchSpace();
            foreach (var (key, estimator) in Estimators)
                space.Add(key, estimator.SearchSpace);
            space.Add(SchemaKey, new ChoiceOption([.. Terms]));
            return space;
        }
    }

    /// <summary>Settings by position, not by key: so it is in the official package.</summary>
    public Parameter CurrentParameter
    {
        get
        {
            var parameter = Parameter.CreateNestedParameter();
            foreach (var (i, estimator) in Estimators.Values.Index())
                parameter[$"{i}"] = estimator.Parameter;
            parameter[SchemaKey] = Parameter.FromString(_currentSchema!);
            return parameter;
        }
    }

    /// <summary>Its alternatives, each the keys of its estimators in order.</summary>
    internal IEnumerable<string> Terms => _schema!.ToTerms().Select(term => term.ToString()!);

    public EstimatorChain<ITransformer> BuildFromOption(MLContext context, Parameter parameter)
    {
        _currentSchema = parameter[SchemaKey].AsType<string>();
        var chain = new EstimatorChain<ITransformer>();
        foreach (var key in KeysOf(_currentSchema))
            chain = chain.Append(Estimators[key].BuildFromOption(context, parameter[key]));
        return chain;
    }

    public SweepablePipeline BuildSweepableEstimatorPipeline(string schema)
        => new(KeysOf(schema).ToDictionary(key => key, key => Estimators[key]), Entity.FromExpression(schema), schema);

    /// <summary>One of these follows what is there.</summary>
    public SweepablePipeline Append(params ISweepable<IEstimator<ITransformer>>[] sweepables)
    {
        var estimators = new Dictionary<string, SweepableEstimator>(Estimators);
        string Register(SweepableEstimator estimator)
        {
            var key = $"e{estimators.Count}";
            estimators[key] = estimator;
            return key;
        }

        Entity? appended = null;
        foreach (var sweepable in sweepables)
        {
            var entity = sweepable switch
            {
                SweepableEstimator estimator => new StringEntity(Register(estimator)),
                SweepablePipeline pipeline => pipeline._schema!.Rename(key => key == Nothing ? key : Register(pipeline.Estimators[key])),
                _ => throw new ArgumentException($"{sweepable?.GetType()} is neither a SweepableEstimator nor a SweepablePipeline."),
            };
            appended = appended is null ? entity : appended + entity;
        }
        return new SweepablePipeline(estimators, _schema is null ? appended! : _schema * appended!);
    }

    public string ToString(Parameter parameter)
        => parameter.TryGetValue(ExperimentKey, out var setting)
            ? string.Join("=>", KeysOf(setting[SchemaKey].AsType<string>()).Select(key => Estimators[key].EstimatorType))
            : string.Empty;

    private static IEnumerable<string> KeysOf(string schema) => Entity.FromExpression(schema).Names().Where(key => key != Nothing);
}
