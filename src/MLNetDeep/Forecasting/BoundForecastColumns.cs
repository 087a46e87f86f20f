using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Forecasting;

/// <summary>A forecaster's columns as they stand in one schema.</summary>
/// <param name="Observed">Targets, then past covariates.</param>
/// <param name="Future">Future covariates.</param>
/// <param name="Static">Static keys.</param>
/// <param name="Series">What tells series apart, or null.</param>
/// <param name="Time">The times, or null.</param>
internal sealed record BoundForecastColumns(
    DataViewSchema.Column[] Observed, DataViewSchema.Column[] Future, DataViewSchema.Column[] Static, DataViewSchema.Column? Series,
    DataViewSchema.Column? Time)
{
    private const string Key = "Key<UInt32>";

    /// <summary>All columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> All => [.. Observed, .. Keys];

    /// <summary>The columns that are read to know what lies ahead.</summary>
    public IEnumerable<DataViewSchema.Column> Ahead => [.. Keys];

    private IEnumerable<DataViewSchema.Column> Keys =>
        [.. Future, .. Static, .. new[] { Series, Time }.OfType<DataViewSchema.Column>()];

    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; the message names it.</exception>
    public static BoundForecastColumns Bind(DataViewSchema schema, ForecastColumns columns)
    {
        Check(SchemaShapes.Of(schema), columns);
        return new(
            [.. columns.Targets.Concat(columns.Past).Select(name => schema[name])],
            [.. columns.Future.Select(name => schema[name])],
            [.. columns.Static.Select(name => schema[name])],
            columns.Series is { } series ? schema[series] : null,
            columns.Time is { } time ? schema[time] : null);
    }

    /// <summary>Checks the columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; the message names it.</exception>
    public static void Check(SchemaShape schema, ForecastColumns columns)
    {
        Floats("target", columns.Targets);
        Floats("past covariate", columns.Past);
        Floats("future covariate", columns.Future);
        foreach (var name in columns.Static)
            Require(schema, "static", name, column => SchemaShapes.Describe(column) == Key, Key);
        if (columns.Series is { } series)
            Require(schema, "series", series, SeriesNames.Accepts, "a text, a key or a number");
        if (columns.Time is { } time)
            Require(schema, "time", time, IsTime, "DateTime or DateTimeOffset");

        void Floats(string role, IReadOnlyList<string> names)
        {
            foreach (var name in names)
                Require(schema, role, name, column => SchemaShapes.Describe(column) == "Single", "Single");
        }
    }

    private static bool IsTime(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && column.ItemType is DateTimeDataViewType or DateTimeOffsetDataViewType;

    private static void Require(SchemaShape schema, string role, string name, Func<SchemaShape.Column, bool> accepts, string expected)
    {
        var column = SchemaShapes.Find(schema, name) ?? throw OutOfRange("inputSchema", $"Could not find {role} column '{name}'");
        if (accepts(column))
            return;
        var actual = SchemaShapes.Describe(column);
        throw OutOfRange("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");
    }

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}
