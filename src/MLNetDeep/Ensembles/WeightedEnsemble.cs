using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Ensembles;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// Trains several estimators, deep and classical ones alike, and averages what they predict with weights that ensemble selection
/// (Caruana et al., ICML 2004) finds on out-of-fold predictions.
/// </summary>
/// <remarks>
/// Made by the catalogs: <c>ml.Regression.Trainers.WeightedEnsemble([deep, trees])</c>. A member is any estimator whose output has
/// <c>Score</c>, for two classes <c>Probability</c>; it may bring its own featurisation, whose columns stay inside. Members without
/// weight are left out of the model.
/// </remarks>
public sealed class WeightedEnsemble : IEstimator<WeightedEnsembleTransformer>
{
    private readonly IHost _host;
    private readonly IReadOnlyList<IEstimator<ITransformer>> _members;
    private readonly WeightedEnsembleOptions _options;
    private readonly LearningTask _task;
    private readonly int _seed;

    internal WeightedEnsemble(
        IHostEnvironment environment, IReadOnlyList<IEstimator<ITransformer>> members, WeightedEnsembleOptions options, LearningTask task)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(options);
        if (members.Count == 0 || members.Contains(null!))
            throw new ArgumentException("The members of a weighted ensemble must be at least one estimator, and none null.");
        options.Validate(members.Count);
        _host = environment.Register(nameof(WeightedEnsemble));
        _members = [.. members];
        _options = options;
        _task = task;
        // Drawn here, not in Fit, so that fitting twice is the same as fitting two equal trainers.
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>The schema a fitted transformer will give.</summary>
    /// <param name="inputSchema">The schema of the training data.</param>
    /// <returns>The input's columns and the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The output of a member lacks the column that is averaged.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = ColumnChecks.CheckLabel(inputSchema, _options.LabelColumnName, _task);
        for (var member = 0; member < _members.Count; member++)
        {
            if (SchemaShapes.Find(_members[member].GetOutputSchema(inputSchema), _task.MemberColumn) is null)
                throw MemberColumn.Missing(_task.MemberColumn, _options.NameOf(member));
        }
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var column in _task.Promise(label, HeadSettings.Default))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    /// <summary>Trains every member on every fold, chooses the weights, and trains the chosen members on all rows.</summary>
    /// <param name="input">The training data; they are read many times: cache what is slow to read.</param>
    /// <returns>A transformer that adds the weighted predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from, or a member's output does not fit.</exception>
    /// <exception cref="ArgumentException">The task has no such metric.</exception>
    /// <exception cref="OperationCanceledException">The <see cref="MLContext"/> was cancelled.</exception>
    public WeightedEnsembleTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShapes.Of(input.Schema));
        using var channel = _host.Start("Training");
        var targets = ReadTargets(input);
        var head = _task.CreateHead(
            input.Schema[_options.LabelColumnName], targets.Values, [.. Enumerable.Range(0, targets.RowCount)],
            HeadSettings.Default);
        var metric = MetricOf(head);
        var random = new FitRandom(_seed);
        var folds = AssignFolds(input, targets, random);
        var (models, values) = FitFolds(input, head, folds, channel);

        var encoded = Scoreboard.EncodedTargets(head, new LabeledRows(targets, targets, Weights: null, Groups: null));
        var selection = new GreedySelection(head, values, encoded, metric);
        var weights = selection.Choose(_options, random);
        var members = new List<WeightedEnsembleMember>();
        for (var member = 0; member < _members.Count; member++)
        {
            var alone = selection.Measure(values[member]);
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"{_options.NameOf(member)}: weight {weights[member]:G4}, {head.Metrics[metric].Name} {alone:G6} out of fold"));
            if (weights[member] == 0)
                continue;
            HostAccess.CheckAlive(_host);
            IReadOnlyList<ITransformer> chosen = _options.RefitMembers ? [_members[member].Fit(input)] : models[member];
            members.Add(new WeightedEnsembleMember(_options.NameOf(member), weights[member], alone, chosen));
        }
        return new WeightedEnsembleTransformer(head, members);
    }

    private int MetricOf(TaskHead head)
    {
        var names = head.Metrics.Select(metric => metric.Name).ToList();
        var metric = _options.Metric is { } wanted ? names.IndexOf(wanted) : 0;
        return metric >= 0 ? metric : throw new ArgumentException(
            $"WeightedEnsembleOptions.Metric must be one of {string.Join(", ", names)}, but was '{_options.Metric}'.");
    }

    private TensorTable ReadTargets(IDataView input)
    {
        var label = input.Schema[_options.LabelColumnName];
        using var cursor = input.GetRowCursor([label]);
        var read = _task.CreateReader(cursor, label);
        var targets = new TensorTableBuilder(_task.TargetWidth(label));
        for (long row = 1; cursor.MoveNext(); row++)
            read(row, targets.AddRow());
        return targets.RowCount >= 2 ? targets.ToTable() : throw new InvalidOperationException(
            $"Training data must have at least 2 rows, one to learn from and one to choose weights by, but had {targets.RowCount}.");
    }

    private int[] AssignFolds(IDataView input, TensorTable targets, FitRandom random)
    {
        var groups = GroupReader.Read(input, _options.SamplingKeyColumnName);
        var units = groups is null ? targets.RowCount : groups.Max() + 1;
        if (units < 2)
            throw new InvalidOperationException(
                $"Sampling key column '{_options.SamplingKeyColumnName}' must have at least 2 values, but had 1.");
        var strata = _task.IsStratified ? targets.Values.ToArray() : null;
        return FoldAssignment.Draw(
            Math.Min(_options.FoldCount, units), targets.RowCount, strata, groups, random.For(RandomUse.Folds));
    }

    /// <summary>The model of each member and fold, and what they predict for the rows they did not learn from.</summary>
    private (ITransformer[][] Models, float[][] Values) FitFolds(IDataView input, TaskHead head, int[] folds, IChannel channel)
    {
        var foldCount = folds.Max() + 1;
        var models = new ITransformer[_members.Count][];
        var values = new float[_members.Count][];
        for (var member = 0; member < _members.Count; member++)
        {
            models[member] = new ITransformer[foldCount];
            values[member] = new float[folds.Length * head.OutputWidth];
            for (var fold = 0; fold < foldCount; fold++)
            {
                HostAccess.CheckAlive(_host);
                var model = _members[member].Fit(new RowSubsetView(input, Array.ConvertAll(folds, row => row != fold)));
                if (!model.IsRowToRowMapper)
                    throw new InvalidOperationException($"'{_options.NameOf(member)}' must score row by row, but does not.");
                models[member][fold] = model;
                var left = new RowSubsetView(input, Array.ConvertAll(folds, row => row == fold));
                ReadScores(model.Transform(left), head, member, folds, fold, values[member]);
                channel.Trace(MessageSensitivity.None, $"{_options.NameOf(member)}: fold {fold + 1} of {foldCount}");
            }
        }
        return (models, values);
    }

    private void ReadScores(IDataView scored, TaskHead head, int member, int[] folds, int fold, float[] values)
    {
        var column = MemberColumn.Find(scored.Schema, head, _options.NameOf(member));
        using var cursor = scored.GetRowCursor([column]);
        var read = MemberColumn.Reader(cursor, column);
        for (var row = 0; row < folds.Length; row++)
        {
            if (folds[row] != fold)
                continue;
            if (!cursor.MoveNext())
                throw new InvalidOperationException($"'{_options.NameOf(member)}' must score every row, but left some out.");
            read(values.AsSpan(row * head.OutputWidth, head.OutputWidth));
        }
    }
}
