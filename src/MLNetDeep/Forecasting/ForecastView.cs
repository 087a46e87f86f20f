using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep.Forecasting;

/// <summary>A forecaster bound to a schema.</summary>
internal sealed class ForecastBinding
{
    private readonly ForecastPart[] _parts;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; the message names it.</exception>
    public ForecastBinding(ForecastModel model, DataViewSchema input)
    {
        (Model, Input) = (model, input);
        Columns = BoundForecastColumns.Bind(input, model.Columns);
        _parts = [.. model.Columns.Outputs.Select(output => output.Part)];
        var window = model.Window;
        var type = window.TargetCount == 1
            ? new VectorDataViewType(NumberDataViewType.Single, window.Horizon)
            : new VectorDataViewType(NumberDataViewType.Single, window.TargetCount, window.Horizon);
        var names = model.Columns.SlotNames(window.Horizon);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var (_, name) in model.Columns.Outputs)
            builder.AddColumn(name, type, ScoreAnnotations.SlotNames(names));
        Output = builder.ToSchema();
    }

    public ForecastModel Model { get; }

    public BoundForecastColumns Columns { get; }

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Output.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>Whether a forecast is asked for.</summary>
    public bool IsAsked(bool[] active) => active.AsSpan(Input.Count).Contains(true);

    /// <summary>The input columns that the active columns are made from.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = active.AsSpan(0, Input.Count).ToArray();
        if (IsAsked(active))
        {
            foreach (var column in Columns.All)
                needed[column.Index] = true;
        }
        return Input.Where(column => needed[column.Index]);
    }

    /// <summary>What a column of <see cref="Output"/> holds; null for one of the input.</summary>
    public ForecastPart? PartOf(DataViewSchema.Column column) => column.Index < Input.Count ? null : _parts[column.Index - Input.Count];
}

/// <summary>Data with forecasts, made while rows are read, in their order: each row moves its series on.</summary>
internal sealed class ForecastView(IDataView input, ForecastBinding binding) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => binding.Output;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = binding.Active(columnsNeeded);
        var isAsked = binding.IsAsked(active);
        var ahead = isAsked && binding.Model.Columns.Future.Count > 0
            ? SeriesTable.ReadAhead(input, binding.Model.Columns, binding.Model.Clock)
            : null;
        var cursor = input.GetRowCursor(binding.Dependencies(active));
        return new Cursor(binding, cursor, active, isAsked ? new ForecastWalk(binding.Model, cursor, binding.Columns, ahead) : null);
    }

    /// <summary>One cursor: rows must come in their order.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ForecastBinding binding, DataViewRowCursor input, bool[] active, ForecastWalk? walk) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => binding.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
            if (binding.PartOf(column) is not { } part)
                return input.GetGetter<TValue>(binding.Input[column.Index]);
            return Getter(part) as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is {column.Type}, which {typeof(TValue).Name} does not hold.");
        }

        public override bool MoveNext()
        {
            if (!input.MoveNext())
                return false;
            walk?.Take();
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }

        private ValueGetter<VBuffer<float>> Getter(ForecastPart part) => (ref VBuffer<float> value) =>
        {
            var numbers = walk!.Forecast().Part(part);
            var editor = VBufferEditor.Create(ref value, numbers.Length);
            numbers.CopyTo(editor.Values);
            value = editor.Commit();
        };
    }
}
