using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>Rows of series for the tests.</summary>
internal static class Steps
{
    public sealed class Row
    {
        public float Value { get; set; }

        public float Other { get; set; }

        public float Past { get; set; }

        public float Future { get; set; }

        public string Name { get; set; } = "a";

        [KeyType(3)]
        public uint Kind { get; set; } = 1;

        public DateTime Time { get; set; }

        public DateTimeOffset Moment { get; set; }
    }

    public static readonly DateTime Start = new(2024, 1, 1);

    /// <summary>One row a value, an hour apart.</summary>
    public static Row[] Of(params float[] values) =>
        [.. values.Select((value, hour) => new Row { Value = value, Other = -value, Time = Start.AddHours(hour) })];

    /// <summary>A draw of the standard normal distribution (Box and Muller 1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static IDataView View(MLContext ml, params Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>A vector column, row by row.</summary>
    public static float[][] Vectors(this IDataView view, string name) =>
        [.. view.GetColumn<VBuffer<float>>(name).Select(vector => vector.DenseValues().ToArray())];

    /// <summary>Saves a transformer and loads it again.</summary>
    public static ITransformer Reload(MLContext ml, ITransformer transformer, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(transformer, schema, stream);
        stream.Position = 0;
        return ml.Model.Load(stream, out _);
    }
}
