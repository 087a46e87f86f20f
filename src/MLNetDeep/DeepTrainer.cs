using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MLNetDeep.Diagnosis;
using MLNetDeep.Interop;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep;

/// <summary>
/// Trains a deep network as an ordinary ML.NET estimator. Made by the catalogs, for instance
/// <c>mlContext.BinaryClassification.Trainers.Mlp()</c>.
/// </summary>
/// <remarks>
/// A trainer is immutable: it may be fitted again, on other data, on several threads, and each fit stands alone.
/// With a seed (its own, or the <see cref="MLContext"/>'s) the same data give the same bits.
/// </remarks>
public sealed partial class DeepTrainer : ITrainerEstimator<DeepPredictionTransformer, DeepModel>
{
    private readonly IHost _host;
    private readonly DeepTrainerOptions _options;
    private readonly LearningTask _task;
    private readonly int _seed;
    private readonly Func<FitSettings, FitSettings> _adjust = static fit => fit;

    // Members of an ensemble are fitted at the same time; the user's object hears of them one by one.
    private readonly Lock _reporting = new();

    internal DeepTrainer(IHostEnvironment environment, DeepTrainerOptions options, LearningTask task)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(task);
        _host = environment.Register(options.Architecture);
        _options = options;
        _task = task;
        // Drawn here, not in Fit, so that fitting twice is the same as fitting two equal trainers.
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>What ML.NET may assume: the trainer normalises its input and reads its data once.</summary>
    public TrainerInfo Info { get; } = HostAccess.DeepTrainerInfo();

    /// <summary>Trains on a data view, holding out a share of the rows to choose the best epoch.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>A transformer that adds the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The options' token, or the <see cref="MLContext"/>, was cancelled, and the options do
    /// not ask for the best so far, or there is none.</exception>
    public DeepPredictionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FitFrom(input, _options.InitialModel);
    }

    private DeepPredictionTransformer FitFrom(IDataView input, DeepModel? initial)
    {
        var inputs = CheckColumns(input, initial);
        var scoped = FitScope.BeginFit();
        using var rows = Collect(input.Schema, inputs);
        Read(input, rows, inputs);
        return Train(rows, givenTrainCount: null, inputs, input.Schema, initial, scoped, ReadMonitored(input, inputs, scoped));
    }

    /// <summary>Trains on one data view and chooses the best epoch by another.</summary>
    /// <param name="trainData">The rows to learn from.</param>
    /// <param name="validationData">The rows to choose the best epoch by; same columns.</param>
    /// <returns>A transformer that adds the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The options' token, or the <see cref="MLContext"/>, was cancelled, and the options do
    /// not ask for the best so far, or there is none.</exception>
    public DeepPredictionTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        var inputs = CheckColumns(trainData);
        CheckColumns(validationData);
        foreach (var name in new[] { _options.LabelColumnName, _options.FeatureColumnName }.OfType<string>())
            ColumnChecks.RequireSameType(trainData.Schema[name], validationData.Schema.GetColumnOrNull(name));
        using var rows = Collect(trainData.Schema, inputs);
        Read(trainData, rows, inputs);
        var trainCount = rows.RowCount;
        Read(validationData, rows, inputs);
        return Train(rows, trainCount, inputs, trainData.Schema, _options.InitialModel, FitScope.BeginFit(), monitored: null);
    }

    /// <summary>The schema a fitted transformer will give.</summary>
    /// <param name="inputSchema">The schema of the training data.</param>
    /// <returns>The input's columns and the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = ColumnChecks.CheckTraining(inputSchema, _options, _task);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var column in _task.Promise(label, _options.HeadSettings))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    internal DeepTrainerOptions Options => _options;

    internal LearningTask Task => _task;

    /// <summary>Trains a member of an ensemble, which learns from some of the rows and chooses its epoch by others.</summary>
    /// <param name="rows">All rows, as read; they stay as they are.</param>
    /// <param name="inputs">The columns they were read from.</param>
    /// <param name="split">Which to learn from.</param>
    /// <param name="schema">Where the rows come from.</param>
    /// <param name="seed">Where the member's random numbers start.</param>
    /// <param name="scoped">The member's fit, if it is within a scope.</param>
    /// <param name="stop">Ends the fit when another member failed.</param>
    internal DeepPredictionTransformer FitMember(
        LabeledRows rows, InputColumns inputs, ValidationSplit split, DataViewSchema schema, int seed, ScopedFit? scoped,
        CancellationToken stop) =>
        Train(
            FitRows.Of(rows.WithOwnTargets(), split, inputs), inputs,
            ChooseRecipe(rows.Count, inputs, schema[_options.LabelColumnName], seed, _options.InitialModel, scoped), schema,
            _options.InitialModel, scoped, monitored: null, stop);

    internal InputColumns CheckColumns(IDataView data) => CheckColumns(data, _options.InitialModel);

    private InputColumns CheckColumns(IDataView data, DeepModel? initial)
    {
        ColumnChecks.CheckTraining(SchemaShapes.Of(data.Schema), _options, _task);
        var inputs = _task.Bind(InputColumns.Of(data, _options, _task), data, _options);
        if (initial is not null)
            WarmStart.Check(initial, _options.Architecture, _task, data.Schema[_options.LabelColumnName], inputs);
        return inputs;
    }

    /// <summary>Reads all rows into memory, however many they are.</summary>
    internal LabeledRows Read(IDataView data, InputColumns inputs)
    {
        using var rows = new RowCollector(RowReader.Layout(data.Schema, inputs, _options, _task), long.MaxValue);
        Read(data, rows, inputs);
        return rows.ToTables();
    }

    private RowCollector Collect(DataViewSchema schema, InputColumns inputs)
    {
        var layout = RowReader.Layout(schema, inputs, _options, _task);
        return new RowCollector(layout, RowBudget.RowsInMemory(layout, inputs, RowBudget.Bytes(_options)));
    }

    private void Read(IDataView data, RowCollector rows, InputColumns inputs) =>
        RowReader.Read(data, rows, inputs.Bind(data.Schema), _options, _task, CheckAlive);

    /// <summary>The architecture's choice for these rows, with the user's options on top.</summary>
    private Recipe ChooseRecipe(
        int rowCount, InputColumns inputs, DataViewSchema.Column label, int seed, DeepModel? initial, ScopedFit? scoped)
    {
        var data = new DataSummary(_task, rowCount, inputs.FeatureCount)
        {
            ValueCounts = inputs.ValueCounts,
            ClassCount = _task.ClassCount(label),
            Dimensions = inputs.Dimensions,
            TargetCount = inputs.TargetCount ?? _task.TargetWidth(label),
            Sequence = inputs.Sequence,
            TokenNames = inputs.TokenNames,
        };
        var recipe = _options.ChooseStretchedRecipe(initial is null ? data : WarmStart.Summary(initial, data));
        var fit = _adjust(_options.Complete(recipe.Fit, seed));
        return recipe with { Fit = scoped?.Adjust(fit, _options) ?? fit };
    }

    /// <summary>The options' seed, or that of the checkpoint to go on from, or the scope's, or the one drawn.</summary>
    private int ChooseSeed(ScopedFit? scoped) =>
        _options.Seed is null && _options.ResumeFrom is { } path && CheckpointFile.Find(path) is { } file
        ? CheckpointFile.Read(file).State.Seed
        : SeedIn(scoped);

    private DeepPredictionTransformer Train(
        RowCollector rows, int? givenTrainCount, InputColumns inputs, DataViewSchema schema, DeepModel? initial, ScopedFit? scoped,
        LabeledRows? monitored)
    {
        var recipe = ChooseRecipe(rows.RowCount, inputs, schema[_options.LabelColumnName], ChooseSeed(scoped), initial, scoped);
        var source = new RowSource(rows, givenTrainCount, inputs, recipe.Fit, RowBudget.Bytes(_options));
        return Train(source.Divide(_task.IsStratified, CheckAlive), inputs, recipe, schema, initial, scoped, monitored);
    }

    private DeepPredictionTransformer Train(
        FitRows rows, InputColumns inputs, Recipe recipe, DataViewSchema schema, DeepModel? initial, ScopedFit? scoped,
        LabeledRows? monitored, CancellationToken stop = default)
    {
        using var channel = _host.Start("Training");
        DataViewSchema.Column? feature = inputs.FeatureColumnName is { } name ? schema[name] : null;
        if (feature is { } vector)
            CheckValues(channel, vector, rows.SlotsWithoutValues, inputs);
        TensorTable? labels = _options.Diagnose && scoped is not { Scope.Diagnoses: false } ? rows.Targets.Copy() : null;
        var label = schema[_options.LabelColumnName];
        HeadCalibration.RequireRows(_options, rows);
        var head = initial?.Head.Restart(_options.HeadSettings)
            ?? _task.CreateHead(label, rows.Targets, rows.TrainRows, _options.HeadSettings);
        var weights = _options.ClassWeights?.Apply(
            label.Name, _task.ClassNames(label), rows.Targets.Values, rows.TrainRows, rows.Weights) ?? rows.Weights;
        head.Encode(rows.Targets.Values);
        var encoding = initial is null ? recipe.FitInput(rows, recipe.Fit) : InputEncoding.Of(initial.Network, initial.Tensors);
        var network = recipe.BuildNetwork(encoding, head.OutputWidth);
        if (initial is not null)
            network = WarmStart.Network(initial, network, _options);
        var data = new TrainingData
        {
            Features = rows.Features,
            Targets = rows.Targets,
            Weights = weights,
            TrainRows = rows.TrainRows,
            ValidationRows = rows.ValidationRows,
            Stream = rows.Stream,
            EncodeTargets = head.Encode,
            Encoding = encoding,
            Monitored = monitored is null ? null : Monitor(monitored, head, encoding),
        };
        var batchSize = recipe.Fit.BatchSize > 0 ? recipe.Fit.BatchSize : AutomaticBatchSize.For(data.TrainRowCount);
        recipe = recipe with { Fit = recipe.Fit with { ThreadCount = scoped?.Scope.ThreadCount ?? _options.Threads(network, batchSize) } };
        var hooks = new FitHooks
        {
            Progress = new Reporter(channel, _options.Progress, _reporting),
            CheckAlive = () =>
            {
                stop.ThrowIfCancellationRequested();
                CheckAlive();
            },
            OnCancellation = _options.OnCancellation,
            MaximumTime = _options.MaximumTime,
            Callbacks = _options.Callbacks,
            ResumeFrom = _options.ResumeFrom,
        };
        hooks = scoped?.Adjust(hooks, _options) ?? hooks;
        var trainingHead = recipe.TrainingHead(head);
        float[] initialWeights = initial?.Tensors ?? recipe.Start?.Invoke(network, encoding, recipe.Fit.Seed) ?? [];
        var result = TrainingLoop.Run(network, trainingHead, data, recipe.Fit, hooks, initialWeights);
        var record = new TrainingRecord(
            _options.Architecture,
            JsonSerializer.SerializeToElement(_options, _options.GetType(), ModelJson.Options),
            recipe.Fit.Seed,
            PackageVersions.Current(typeof(torch).Assembly),
            Describe(data, inputs, feature),
            result.History)
        {
            Findings = labels is null ? [] : Examine(new FitEvidence
            {
                Data = data,
                Labels = labels,
                ColumnNames = EvidenceColumn.Of(inputs, schema),
                ClassNames = KeyNames.ClassesOf(schema[_options.LabelColumnName]),
                Head = trainingHead,
                Settings = recipe.Fit,
                Network = network,
                Tensors = result.Tensors,
                History = result.History,
            }, channel),
        };
        var model = new DeepModel(network, result.Tensors, head, record);
        model = HeadCalibration.Fit(model, rows, _options.HeadSettings);
        model = Refit(model, trainingHead, data, recipe.Fit, hooks, initialWeights);
        scoped?.End(model.History);
        return new DeepPredictionTransformer(model, inputs);
    }

    private static TrainingDataShape Describe(TrainingData data, InputColumns inputs, DataViewSchema.Column? feature)
    {
        var names = feature is { } vector ? FeatureSlots.Names(vector) : null;
        return new TrainingDataShape(data.TrainRowCount, data.ValidationRowCount, inputs.FeatureCount, names)
        {
            CategoricalColumnNames = inputs.CategoryNames,
        };
    }

    /// <summary>Examines a finished fit and writes what is found to ML.NET's log.</summary>
    private IReadOnlyList<Finding> Examine(FitEvidence evidence, IChannel channel)
    {
        var returnsBest = _options.OnCancellation == CancellationBehavior.ReturnBestSoFar;
        if (evidence.History.StopReason == TrainingStopReason.Cancelled)
            return [];
        var findings = Doctor.Examine(evidence, returnsBest ? static () => { } : CheckAlive);
        foreach (var finding in findings)
        {
            // Messages name columns and quote values.
            var sensitivity = MessageSensitivity.Schema | MessageSensitivity.UserData;
            var text = $"{finding.Message} {finding.Advice} ({finding.Code})";
            if (finding.Severity == FindingSeverity.Note)
                channel.Info(sensitivity, text);
            else
                channel.Warning(sensitivity, text);
        }
        return findings;
    }

    private void CheckAlive()
    {
        FitScope.Current?.Cancellation.ThrowIfCancellationRequested();
        _options.CancellationToken.ThrowIfCancellationRequested();
        HostAccess.CheckAlive(_host);
    }

    /// <summary>Refuses features without any value, and says which ones can tell nothing.</summary>
    private static void CheckValues(IChannel channel, DataViewSchema.Column feature, int[] empty, InputColumns inputs)
    {
        const int Named = 5;
        if (empty.Length == inputs.Width)
            throw new InvalidOperationException($"Feature column '{feature.Name}' must have a value in some row, but is NaN in every row.");
        if (empty.Length > 0)
        {
            var named = string.Join(", ", empty.Take(Named).Select(slot => FeatureSlots.Describe(feature, slot)));
            channel.Warning(
                MessageSensitivity.Schema,
                $"Slots of feature column '{feature.Name}' that are NaN in every row tell nothing: "
                + $"{named}{(empty.Length > Named ? ", …" : "")}");
        }
    }

    /// <summary>Writes every epoch to ML.NET's log and passes it on.</summary>
    private sealed class Reporter(IChannel channel, IProgress<EpochReport>? next, Lock reporting) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            var validation = double.IsNaN(value.ValidationLoss)
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture, $", validation loss {value.ValidationLoss:G6}{(value.IsBest ? ", best so far" : "")}");
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Epoch {value.Epoch}/{value.EpochCount}: training loss {value.TrainingLoss:G6}{validation}"));
            lock (reporting)
                next?.Report(value);
        }
    }
}
