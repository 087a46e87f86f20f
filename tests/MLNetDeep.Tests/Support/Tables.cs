using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Support;

/// <summary>Small tables with a signal that a small network learns in well under a second.</summary>
internal static class Tables
{
    /// <summary>A row with everything the three tasks need. The label follows the first two features; the third is noise.</summary>
    public sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Flag { get; set; }

        public string Kind { get; set; } = "";

        public float Value { get; set; }

        public float Weight { get; set; } = 1;
    }

    /// <summary>Rows drawn from a seed; every second feature may miss values.</summary>
    public static Row[] Rows(int count = 200, int seed = 7, double missing = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float a = Next(), b = Next();
            var sum = a + b;
            return new Row
            {
                Features = [random.NextDouble() < missing ? float.NaN : a, 100 + (10 * b), Next()],
                Flag = sum > 0,
                Kind = sum < -0.6f ? "low" : sum > 0.6f ? "high" : "middle",
                Value = (3 * sum) + 20,
                Weight = 1 + Math.Abs(a),
            };
        })];

        float Next() => (float)((random.NextDouble() * 2) - 1);
    }

    public static IDataView View(MLContext ml, Row[]? rows = null) => ml.Data.LoadFromEnumerable(rows ?? Rows());

    /// <summary>The rows with <c>Kind</c> as a key in <c>Label</c>.</summary>
    public static IDataView Keyed(MLContext ml, Row[]? rows = null)
    {
        var view = View(ml, rows);
        return ml.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Kind)).Fit(view).Transform(view);
    }

    /// <summary>Settings that train in a fraction of a second.</summary>
    public static MlpOptions Small(string label = nameof(Row.Flag)) =>
        new()
        {
            Preset = MlpPreset.Plain,
            LabelColumnName = label,
            HiddenSizes = [16],
            MaximumEpochCount = 20,
            LearningRate = 0.02,
            Seed = 3,
        };

    /// <summary>One column of a view.</summary>
    public static T[] Column<T>(this IDataView view, string name) => [.. view.GetColumn<T>(name)];
}
