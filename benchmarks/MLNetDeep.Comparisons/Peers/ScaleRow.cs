using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>A row that is made while it is read, so that the data take no memory but the fit's.</summary>
internal sealed class ScaleRow
{
    public float[] Features { get; set; } = [];

    public float Label { get; set; }

    public static SchemaDefinition Schema(int inputs)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ScaleRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, inputs);
        return schema;
    }

    /// <summary>A smooth function of the first features. Every row is the same object.</summary>
    public static IEnumerable<ScaleRow> Make(int rows, int inputs)
    {
        var random = new RandomNumbers(7);
        var row = new ScaleRow { Features = new float[inputs] };
        for (int i = 0; i < rows; i++)
        {
            random.Uniform(row.Features);
            float[] x = row.Features;
            row.Label = 4 * x[0] * x[0] + MathF.Sin(6 * x[1]) + 2 * x[2] * x[3] - x[4];
            yield return row;
        }
    }
}
