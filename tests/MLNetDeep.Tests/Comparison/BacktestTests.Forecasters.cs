using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

// The forecasters that the tests put to the test, and their rows.
public sealed partial class BacktestTests
{
    /// <summary>A forecaster without a memory: the row's own value, with a band of 3 on both sides.</summary>
    private IEstimator<ITransformer> LastValue(int horizon) => _ml.Transforms.CustomMapping<Step, Forecast>((row, output) =>
    {
        output.Values = [.. Enumerable.Repeat(row.Value, horizon)];
        output.LowerBound = [.. output.Values.Select(value => value - 3)];
        output.UpperBound = [.. output.Values.Select(value => value + 3)];
    }, contractName: null);

    private static DateTime Day(int number) => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(number);

    private sealed class Reporter(Action<BacktestProgress> report) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => report(value);
    }

    /// <summary>Remembers what it was fitted on.</summary>
    private sealed class Spy(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
    {
        public List<float[]> Fits { get; } = [];

        public ITransformer Fit(IDataView input)
        {
            Fits.Add([.. input.GetColumn<float>("Value")]);
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }

    /// <summary>Leaves out every row after the first.</summary>
    private sealed class Half : IEstimator<ITransformer>, ITransformer
    {
        public bool IsRowToRowMapper => false;

        public ITransformer Fit(IDataView input) => this;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => new MLContext(1).Data.TakeRows(input, 1);

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }

    private sealed class Step
    {
        public float Value { get; set; }
    }

    private sealed class Long
    {
        public string Id { get; set; } = "";

        public float Value { get; set; }

        public DateTime Day { get; set; }
    }

    private sealed class Wide
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class WideForecast
    {
        [VectorType(4)]
        public float[] Forecast { get; set; } = [];
    }

    private sealed class Forecast
    {
        [ColumnName("Forecast")]
        public float[] Values { get; set; } = [];

        public float[] LowerBound { get; set; } = [];

        public float[] UpperBound { get; set; } = [];
    }
}
