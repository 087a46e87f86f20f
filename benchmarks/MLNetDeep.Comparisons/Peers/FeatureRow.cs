using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>A row of numbers with its class.</summary>
internal sealed class FeatureRow
{
    public float[] Features { get; set; } = [];

    /// <summary>A key, which ML.NET counts from 0 in objects.</summary>
    public uint Label { get; set; }

    /// <summary>What <see cref="PeerData.WriteRows"/> wrote.</summary>
    public static FeatureRow[] Read(PeerSettings settings, string folder, string part)
    {
        float[] features = PeerSettings.ReadFloats(folder, $"{part}-features.f32");
        float[] labels = PeerSettings.ReadFloats(folder, $"{part}-labels.f32");
        return
        [
            .. labels.Select((label, row) => new FeatureRow
            {
                Features = features.AsSpan(row * settings.Inputs, settings.Inputs).ToArray(),
                Label = (uint)label,
            }),
        ];
    }

    public static IDataView Load(MLContext ml, PeerSettings settings, string folder, string part) =>
        ml.Data.LoadFromEnumerable(Read(settings, folder, part), Schema(settings));

    public static SchemaDefinition Schema(PeerSettings settings)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, settings.Inputs);
        schema[nameof(Label)].ColumnType = new KeyDataViewType(typeof(uint), settings.Classes);
        return schema;
    }
}
