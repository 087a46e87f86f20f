namespace Microsoft.ML.Trainers;

/// <summary>What a trainer trains on.</summary>
/// <param name="TrainingSet">The rows to learn from.</param>
/// <param name="ValidationSet">Rows to measure on while learning, for trainers that do.</param>
/// <param name="InitialModel">A model to start from, for trainers that can.</param>
internal sealed record TrainContext(IDataView TrainingSet, IDataView? ValidationSet = null, object? InitialModel = null);
