using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;

namespace MLNetDeep.Ensembles;

/// <summary>A weighted ensemble bound to the schema of the data to score.</summary>
/// <param name="Schema">The input's columns and the ensemble's.</param>
/// <param name="Head">What the ensemble puts out.</param>
/// <param name="Models">Every model with the column that is averaged, and its weight.</param>
internal sealed record EnsembleBinding(
    ScoredSchema Schema, TaskHead Head, IReadOnlyList<(IRowToRowMapper Mapper, DataViewSchema.Column Column, double Weight)> Models)
{
    /// <summary>A getter of a column of the output over an input row.</summary>
    public ValueGetter<TValue> GetGetter<TValue>(
        DataViewSchema.Column column, bool[] active, DataViewRow input, ref EnsembleScores? scores)
    {
        if (active[column.Index] && Schema.IsScore(column.Index))
            scores ??= new EnsembleScores(this, input);
        var source = scores;
        return Schema.Checked<TValue>(column, active[column.Index], () => source is not null && Schema.IsScore(column.Index)
            ? Schema.CreateGetter(column.Index, source)
            : input.GetGetter<TValue>(Schema.Input[column.Index]));
    }
}

/// <summary>The averaged scores of the row that a cursor or a prediction engine stands on, computed when first read.</summary>
internal sealed class EnsembleScores : ScoreSource
{
    private readonly EnsembleBinding _binding;
    private readonly DataViewRow _input;
    private readonly Action<Span<float>>[] _read;
    private readonly float[] _member;
    private readonly float[] _scores;
    private readonly double[] _sums;
    private long _position = long.MinValue;

    public EnsembleScores(EnsembleBinding binding, DataViewRow input)
    {
        _binding = binding;
        _input = input;
        // The rows of the members hold nothing of their own: the input row is disposed of by whoever reads through this.
        _read = [.. binding.Models.Select(model => MemberColumn.Reader(model.Mapper.GetRow(input, [model.Column]), model.Column))];
        _member = new float[binding.Head.OutputWidth];
        _scores = new float[binding.Head.OutputWidth];
        _sums = new double[binding.Head.OutputWidth];
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
                _sums[output] += _binding.Models[model].Weight * _member[output];
        }
        for (var output = 0; output < _sums.Length; output++)
            _scores[output] = _binding.Head.Task.ToScore((float)_sums[output]);
    }
}

/// <summary>A data view with an ensemble's predictions, computed while rows are read.</summary>
internal sealed class EnsembleView(IDataView input, EnsembleBinding binding) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => binding.Schema.Output;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = binding.Schema.Active(columnsNeeded);
        return new Cursor(binding, input.GetRowCursor(binding.Schema.Dependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = binding.Schema.Active(columnsNeeded);
        var cursors = input.GetRowCursorSet(binding.Schema.Dependencies(active), n, rand);
        return [.. cursors.Select(cursor => new Cursor(binding, cursor, active))];
    }

    private sealed class Cursor(EnsembleBinding binding, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        private EnsembleScores? _scores;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => binding.Schema.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            binding.GetGetter<TValue>(column, active, input, ref _scores);

        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Scores single rows; prediction engines use it.</summary>
internal sealed class EnsembleRowMapper(EnsembleBinding binding) : IRowToRowMapper
{
    public DataViewSchema InputSchema => binding.Schema.Input;

    public DataViewSchema OutputSchema => binding.Schema.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Schema.Dependencies(binding.Schema.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(binding, input, binding.Schema.Active(activeColumns));
    }

    private sealed class Row(EnsembleBinding binding, DataViewRow input, bool[] active) : DataViewRow
    {
        private EnsembleScores? _scores;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => binding.Schema.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            binding.GetGetter<TValue>(column, active, input, ref _scores);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
