using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNetDeep.Ensembles;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// Trains a deep trainer once for each fold of the rows and averages what the members predict: probabilities for classes, values for
/// numbers. All rows are learned from, and each is predicted by a member that did not learn from it.
/// </summary>
/// <remarks>
/// Made by the catalogs: <c>ml.Regression.Trainers.CrossValidationEnsemble(ml.Regression.Trainers.Mlp())</c>. The result is one
/// transformer and one model in the zip, of the same kind as the trainer's own.
/// </remarks>
public sealed class CrossValidationEnsemble : ITrainerEstimator<DeepPredictionTransformer, DeepModel>
{
    private const string Architecture = "CrossValidationEnsemble";
    private readonly DeepTrainer _trainer;
    private readonly CrossValidationEnsembleOptions _options;

    internal CrossValidationEnsemble(DeepTrainer trainer, CrossValidationEnsembleOptions options, LearningTask task)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (trainer.Task != task)
            throw new ArgumentException($"The trainer of the ensemble must be for {task.Name} tasks, but was for {trainer.Task.Name}.");
        if (trainer.Options.ResumeFrom is not null)
            throw new ArgumentException("The trainer of the ensemble must resume from no checkpoint: a checkpoint is of one fit.");
        _trainer = trainer;
        _options = options;
    }

    /// <summary>What ML.NET may assume: the trainer normalises its input and reads its data once.</summary>
    public TrainerInfo Info => _trainer.Info;

    /// <summary>The schema a fitted transformer will give.</summary>
    /// <param name="inputSchema">The schema of the training data.</param>
    /// <returns>The input's columns and the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _trainer.GetOutputSchema(inputSchema);

    /// <summary>Trains all members.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>A transformer that adds the averaged predictions; its model has the members and the out-of-fold predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a member became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The trainer's token, or the <see cref="MLContext"/>, was cancelled, and its options do
    /// not ask for the best so far, or no member has any.</exception>
    public DeepPredictionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var inputs = _trainer.CheckColumns(input);
        var rows = _trainer.Read(input, inputs);
        var scoped = FitScope.BeginFit();
        var seed = _options.Seed ?? _trainer.SeedIn(scoped);
        var random = new FitRandom(seed);
        var groups = GroupReader.Read(input, _options.SamplingKeyColumnName ?? _trainer.Options.SamplingKeyColumnName);
        var splits = Split(rows, groups, random);
        var members = Train(rows, inputs, splits, input.Schema, random, scoped);
        var trained = members.OfType<DeepPredictionTransformer>().ToArray();
        var label = input.Schema[_trainer.Options.LabelColumnName];
        var head = _trainer.Task.CreateHead(
            label, rows.Targets.Values, [.. Enumerable.Range(0, rows.Count)], _trainer.Options.HeadSettings);
        var (scores, metrics) = OutOfFold(rows, splits, members, head);
        head = HeadCalibration.FitOutOfFold(head, scores, rows, _trainer.Options);
        var model = new DeepModel([.. trained.Select(member => member.Model)], head, Record(trained[0].Model.Training, rows.Count, seed))
        {
            OutOfFoldScores = scores,
            OutOfFoldMetrics = metrics,
        };
        return trained[0].With(model);
    }

    /// <summary>What each member learns from and leaves out; a lone row, or group, can only be learned from.</summary>
    private ValidationSplit[] Split(LabeledRows rows, int[]? groups, FitRandom random)
    {
        var all = Enumerable.Range(0, rows.Count).ToArray();
        var folds = _options.FoldsOf(groups is null ? rows.Count : groups.Max() + 1);
        if (folds < 2)
            return [new ValidationSplit(all, [])];
        var strata = _trainer.Task.IsStratified ? rows.Targets.Values.ToArray() : null;
        return [.. Enumerable.Range(0, _options.RepeatCount).SelectMany(repeat =>
        {
            var fold = FoldAssignment.Draw(folds, rows.Count, strata, groups, random.For(RandomUse.Folds, repeat));
            return Enumerable.Range(0, folds).Select(left => new ValidationSplit(
                Array.FindAll(all, row => fold[row] != left), Array.FindAll(all, row => fold[row] == left)));
        })];
    }

    /// <summary>The members in order; null for one that was cancelled before it had anything to return.</summary>
    private DeepPredictionTransformer?[] Train(
        LabeledRows rows, InputColumns inputs, ValidationSplit[] splits, DataViewSchema schema, FitRandom random, ScopedFit? scoped)
    {
        var members = new DeepPredictionTransformer?[splits.Length];
        var errors = new Exception?[splits.Length];
        using var stop = new CancellationTokenSource();
        Parallel.For(0, splits.Length, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, index =>
        {
            try
            {
                var seed = unchecked((int)random.Word(RandomUse.Members, index));
                members[index] = _trainer.FitMember(rows, inputs, splits[index], schema, seed, scoped?.AsMember(), stop.Token);
            }
            catch (Exception error)
            {
                errors[index] = error;
                if (error is not OperationCanceledException)
                    stop.Cancel();
            }
        });
        var error = Array.Find(errors, error => error is not null and not OperationCanceledException)
            ?? (CanGoWithout(members) ? null : Array.Find(errors, error => error is not null));
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
        return members;
    }

    private bool CanGoWithout(DeepPredictionTransformer?[] members) =>
        _trainer.Options.OnCancellation == CancellationBehavior.ReturnBestSoFar && Array.Exists(members, member => member is not null);

    private int Parallelism => _options.MaximumParallelism
        ?? (_trainer.Options.Callbacks.Count > 0 ? 1 : Math.Max(1, Environment.ProcessorCount / (_trainer.Options.ThreadCount ?? 1)));

    /// <summary>For each row the average of the members that left it out; nothing when some row has no such member.</summary>
    private static (OutOfFoldScores? Scores, IReadOnlyDictionary<string, double>? Metrics) OutOfFold(
        LabeledRows rows, ValidationSplit[] splits, DeepPredictionTransformer?[] members, TaskHead head)
    {
        var width = head.OutputWidth;
        var byRow = new List<float>[rows.Count];
        for (var row = 0; row < rows.Count; row++)
            byRow[row] = [];
        foreach (var (split, member) in splits.Zip(members))
        {
            if (member is null || split.ValidationRows.Length == 0)
                continue;
            var scores = new float[split.ValidationRows.Length * width];
            member.Model.Score(rows.Features.Select(split.ValidationRows).ToFloats().Values, split.ValidationRows.Length, scores);
            for (var i = 0; i < split.ValidationRows.Length; i++)
                byRow[split.ValidationRows[i]].AddRange(scores.AsSpan(i * width, width));
        }
        if (byRow.Any(scores => scores.Count == 0))
            return (null, null);
        var values = new float[rows.Count * width];
        for (var row = 0; row < rows.Count; row++)
            head.Average(byRow[row].ToArray(), values.AsSpan(row * width, width));
        return (new OutOfFoldScores(rows.Count, width, values), Scoreboard.Measure(head, values, rows));
    }

    private TrainingRecord Record(TrainingRecord first, int rowCount, int seed) => first with
    {
        Architecture = Architecture,
        Options = JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["ensemble"] = JsonSerializer.SerializeToNode(_options, ModelJson.Options),
                ["trainer"] = _trainer.Options.Architecture,
                ["options"] = JsonSerializer.SerializeToNode(_trainer.Options, _trainer.Options.GetType(), ModelJson.Options),
            },
            ModelJson.Options),
        Seed = seed,
        Data = first.Data with { TrainingRowCount = rowCount, ValidationRowCount = 0 },
    };
}
