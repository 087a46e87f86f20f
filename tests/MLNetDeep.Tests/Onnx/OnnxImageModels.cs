using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Models of images and signals: every preset.</summary>
internal static class OnnxImageModels
{
    public static Dictionary<string, Func<OnnxModel>> All { get; } = Make();

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Value { get; set; }

        [KeyType(3)]
        public uint Kind { get; set; }
    }

    private static Dictionary<string, Func<OnnxModel>> Make()
    {
        Dictionary<string, Func<OnnxModel>> models = [];
        foreach (var preset in Enum.GetValues<CnnPreset>())
        {
            int size = preset is CnnPreset.AlexNet ? 67 : 32; // the smallest that all of its windows fit
            CnnOptions options = Tiny(InputShape.Image(3, size, size)) with { Preset = preset };
            models.Add($"Cnn {preset}, image", () => Binary(options));
        }

        foreach (var preset in new[] { CnnPreset.Auto, CnnPreset.LeNet5, CnnPreset.ResNet20 })
            models.Add($"Cnn {preset}, signal", () => Regression(Tiny(InputShape.Signal(2, 40)) with { Preset = preset }));
        CnnOptions viewed = Tiny(InputShape.Image(1, 12, 10, isInterleaved: true)) with
        {
            TestTimeAugmentation = new TestTimeAugmentation { HorizontalFlip = true, Shift = 1 },
        };
        models.Add("views of images", () => Multiclass(viewed));
        return models;
    }

    private static CnnOptions Tiny(InputShape shape) => new()
    {
        InputShape = shape,
        WidthFactor = 0.05,
        MaximumEpochCount = 1,
        BatchSize = 16,
        Seed = 1,
        ThreadCount = 1,
        Diagnose = false,
    };

    private static OnnxModel Binary(CnnOptions options) => Fit(ml => ml.BinaryClassification.Trainers.Cnn(options), options);

    private static OnnxModel Regression(CnnOptions options) =>
        Fit(ml => ml.Regression.Trainers.Cnn(options with { LabelColumnName = "Value" }), options);

    private static OnnxModel Multiclass(CnnOptions options) =>
        Fit(ml => ml.MulticlassClassification.Trainers.Cnn(options with { LabelColumnName = "Kind" }), options);

    private static OnnxModel Fit(Func<MLContext, IEstimator<ITransformer>> make, CnnOptions options)
    {
        var ml = new MLContext(1);
        int width = options.InputShape!.Count;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var model = make(ml).Fit(ml.Data.LoadFromEnumerable(Rows(16, width, 5), schema));
        return new OnnxModel(model, ml.Data.LoadFromEnumerable(Rows(9, width, 6), schema));
    }

    private static Row[] Rows(int count, int width, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            float[] features = [.. Enumerable.Range(0, width).Select(_ => (float)random.Next(256))];
            if (row % 3 == 1)
                features[random.Next(width)] = float.NaN;
            return new Row { Features = features, Label = row % 2 == 0, Value = row % 7, Kind = (uint)(row % 3) };
        })];
    }
}
