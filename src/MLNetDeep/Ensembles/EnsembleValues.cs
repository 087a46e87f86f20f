using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.RowMapping;
using MLNetDeep.Tasks;

namespace MLNetDeep.Ensembles;

/// <summary>One model of a weighted ensemble, bound to the schema of the data to score.</summary>
/// <param name="Mapper">What scores rows.</param>
/// <param name="Column">The column that is averaged.</param>
/// <param name="Weight">The model's share of the average.</param>
internal sealed record EnsembleModel(IRowToRowMapper Mapper, DataViewSchema.Column Column, double Weight);

/// <summary>The columns of a weighted ensemble over one row or cursor.</summary>
internal sealed class EnsembleValues(TaskHead head, IReadOnlyList<EnsembleModel> models, DataViewRow row) : RowValues(row)
{
    private readonly EnsembleScores _scores = new(head, models, row);

    /// <summary>Binds an ensemble to the schema of the data to score.</summary>
    public static RowFunction Bind(DataViewSchema input, TaskHead head, IReadOnlyList<EnsembleModel> models)
    {
        var reads = models.SelectMany(model => model.Mapper.GetDependencies([model.Column])).DistinctBy(column => column.Index);
        var setId = ScoreAnnotations.NextSetId(input);
        var outputs = head.OutputColumns.Select(column =>
            new DataViewSchema.DetachedColumn(column.Name, column.Type, column.Annotate(setId)));
        return new RowFunction(input, [.. reads], outputs, row => new EnsembleValues(head, models, row));
    }

    public override Delegate CreateGetter(int output) => head.OutputColumns[output].CreateGetter(_scores);
}

/// <summary>The averaged scores of the row that a cursor or a prediction engine stands on, computed when first read.</summary>
internal sealed class EnsembleScores : ScoreSource
{
    private readonly IReadOnlyList<EnsembleModel> _models;
    private readonly LearningTask _task;
    private readonly DataViewRow _input;
    private readonly Action<Span<float>>[] _read;
    private readonly float[] _member;
    private readonly float[] _scores;
    private readonly double[] _sums;
    private long _position = long.MinValue;

    public EnsembleScores(TaskHead head, IReadOnlyList<EnsembleModel> models, DataViewRow input)
    {
        _models = models;
        _task = head.Task;
        _input = input;
        // The rows of the members hold nothing of their own: the input row is disposed of by whoever reads through this.
        _read = [.. models.Select(model => MemberColumn.Reader(model.Mapper.GetRow(input, [model.Column]), model.Column))];
        _member = new float[head.OutputWidth];
        _scores = new float[head.OutputWidth];
        _sums = new double[head.OutputWidth];
    }

    public override ReadOnlySpan<float> Current
    {
        get
        {
            if (_position != _input.Position)
            {
                Compute();
                _position = _input.Position;
            }
            return _scores;
        }
    }

    private void Compute()
    {
        Array.Clear(_sums);
        for (var model = 0; model < _read.Length; model++)
        {
            _read[model](_member);
            for (var output = 0; output < _sums.Length; output++)
                _sums[output] += _models[model].Weight * _member[output];
        }
        for (var output = 0; output < _sums.Length; output++)
            _scores[output] = _task.ToScore((float)_sums[output]);
    }
}
