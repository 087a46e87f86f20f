using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Explainability;

/// <summary>A prediction transformer as a library outside ML.NET would write one, for permutation importance: 2·x₀ - x₃.</summary>
internal sealed class OutsidePredictor(MLContext ml, DataViewSchema trainSchema)
    : ISingleFeaturePredictionTransformer<OutsidePredictor.Line>
{
    internal sealed class Line
    {
        public float Slope { get; init; } = 2;
    }

    public Line Model { get; } = new();

    public string FeatureColumnName => "Features";

    public DataViewType FeatureColumnType => trainSchema["Features"].Type;

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => throw new NotSupportedException();

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public IDataView Transform(IDataView input)
    {
        var scored = new List<Scored>();
        foreach (var row in ml.Data.CreateEnumerable<Input>(input, reuseRowObject: false))
            scored.Add(new Scored { Label = row.Label, Score = Model.Slope * row.Features[0] - row.Features[3] });
        return ml.Data.LoadFromEnumerable(scored);
    }

    internal sealed class Input
    {
        [VectorType(Trainers.TestRows.Width)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    internal sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
