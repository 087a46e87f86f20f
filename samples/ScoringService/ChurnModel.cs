using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using MLNetDeep;

/// <summary>A loaded model. Engines are not to be shared between threads, so that each request borrows one.</summary>
public sealed class ChurnModel
{
    private readonly MLContext _ml = new();
    private readonly ITransformer _model;
    private readonly DataViewSchema _schema;
    private readonly DateTimeOffset _saved;
    private readonly ObjectPool<PredictionEngine<Customer, Churn>> _engines;

    /// <exception cref="FormatException">The file is no model of ML.NET, or its last step is none of MLNetDeep's trainers.</exception>
    public ChurnModel(string path)
    {
        _saved = File.GetLastWriteTimeUtc(path);
        _model = _ml.Model.Load(path, out _schema);
        _engines = new DefaultObjectPoolProvider().Create(new Policy(_model));
        Predict(new Customer()); // compiles what the first request would wait for
    }

    public Churn Predict(Customer customer)
    {
        var engine = _engines.Get();
        var churn = engine.Predict(customer);
        _engines.Return(engine);
        return churn;
    }

    /// <summary>Many customers go through the pipeline in blocks.</summary>
    public Churn[] Predict(Customer[] customers) =>
        [.. _ml.Data.CreateEnumerable<Churn>(_model.Transform(_ml.Data.LoadFromEnumerable(customers)), reuseRowObject: false)];

    public ModelDescription Describe()
    {
        var outputs = _model.GetOutputSchema(_schema).Where(column => typeof(Churn).GetProperty(column.Name) != null);
        var training = ((IEnumerable<ITransformer>)_model).OfType<DeepPredictionTransformer>().Last().Model.Training;
        return new ModelDescription(
            Names(_schema.Where(column => column.Name != nameof(Customer.Churn))), Names(outputs),
            training.Architecture, training.History.Epochs.Count, training.Data.TrainingRowCount, _saved);
    }

    private static Dictionary<string, string> Names(IEnumerable<DataViewSchema.Column> columns) =>
        columns.ToDictionary(column => JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Name), column => column.Type.ToString()!);

    private sealed class Policy(ITransformer model) : IPooledObjectPolicy<PredictionEngine<Customer, Churn>>
    {
        // An engine that the pool has no place for must leave the model to the others.
        public PredictionEngine<Customer, Churn> Create() =>
            new MLContext().Model.CreatePredictionEngine<Customer, Churn>(model, new PredictionEngineOptions { OwnsTransformer = false });

        public bool Return(PredictionEngine<Customer, Churn> engine) => true;
    }
}
