using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Forecasting;
using MLNetDeep.Onnx;
using MLNetDeep.Tests.Forecasting;

namespace MLNetDeep.Tests.Onnx;

/// <summary>The networks of forecasters: every kind, over windows of targets, covariates and series.</summary>
internal static class OnnxForecastModels
{
    public static Dictionary<string, Func<OnnxModel>> All { get; } = new()
    {
        ["NLinear"] = () => Fit(ml => ml.Forecasting.ForecastByNLinear(Tiny(new NLinearForecastOptions()))),
        ["DLinear"] = () => Fit(ml => ml.Forecasting.ForecastByDLinear(Tiny(new DLinearForecastOptions { MovingAverageWindow = 5 }))),
        ["Mlp"] = () => Fit(ml => ml.Forecasting.ForecastByMlp(Tiny(new MlpForecastOptions { HiddenSizes = [8], PoolSizes = [2, 1] }))),
        ["Lstm"] = () => Fit(ml => ml.Forecasting.ForecastByLstm(Tiny(new LstmForecastOptions { HiddenSize = 6 }))),
        ["Gru"] = () => Fit(ml => ml.Forecasting.ForecastByGru(Tiny(new GruForecastOptions { HiddenSize = 6, DecoderSize = 5 }))),
        ["members"] = () => Fit(ml => ml.Forecasting.ForecastByNLinear(Tiny(new NLinearForecastOptions { MemberCount = 2 }))),
        ["window norm"] = () => Fit(ml => ml.Forecasting.ForecastByMlp(
            Tiny(new MlpForecastOptions { HiddenSizes = [8], Normalization = ForecastNormalization.MeanAndDeviation }))),
    };

    private static T Tiny<T>(T options) where T : ForecastOptions => options with
    {
        InputColumnNames = ["Value", "Other"],
        PastCovariateColumnNames = ["Past"],
        FutureCovariateColumnNames = ["Future"],
        SeriesColumnName = "Name",
        StaticColumnNames = ["Kind"],
        TimeColumnName = "Time",
        Lookback = 6,
        Horizon = 3,
        MaximumEpochCount = 2,
        Seed = 1,
        ThreadCount = 1,
    };

    private static OnnxModel Fit(Func<MLContext, ForecastEstimator> make)
    {
        var ml = new MLContext(1);
        Steps.Row[] rows = [.. Series(50, "a"), .. Series(40, "b")];
        var forecaster = make(ml).Fit(ml.Data.LoadFromEnumerable(rows));
        var core = (NetworkCore)forecaster.Forecaster.Core;
        using var stream = new MemoryStream();
        forecaster.SaveAsOnnx(stream);
        return new OnnxModel(new DeepPredictionTransformer(core.Model, core.Inputs), Windows(ml, core.Inputs), stream.ToArray());
    }

    /// <summary>Windows as a forecaster encodes them, with series that were there in training and others.</summary>
    private static IDataView Windows(MLContext ml, InputColumns inputs)
    {
        var random = new Random(2);
        var schema = SchemaDefinition.Create(typeof(Window));
        schema[nameof(Window.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, inputs.FeatureCount);
        schema[nameof(Window.Features)].ColumnName = inputs.FeatureColumnName!;
        (string Place, string Name)[] keys = [.. new[] { nameof(Window.First), nameof(Window.Second) }.Zip(inputs.CategoryNames)];
        foreach (var (place, name) in keys)
            schema[place].ColumnName = name;
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 25).Select(_ => new Window
        {
            Features = [.. Enumerable.Range(0, inputs.FeatureCount).Select(_ => random.NextSingle() * 4 - 2)],
            First = (uint)random.Next(5),
            Second = (uint)random.Next(5),
        }).ToArray(), schema);
    }

    private static IEnumerable<Steps.Row> Series(int count, string name) => Enumerable.Range(0, count).Select(hour => new Steps.Row
    {
        Value = MathF.Sin(hour * 0.7f) + hour * 0.05f,
        Other = 10 - MathF.Cos(hour * 0.7f),
        Past = hour % 3,
        Future = hour % 5,
        Name = name,
        Kind = name == "a" ? 0u : 1u,
        Time = Steps.Start.AddHours(hour),
    });

    private sealed class Window
    {
        public float[] Features { get; set; } = [];

        [KeyType(4)]
        public uint First { get; set; }

        [KeyType(4)]
        public uint Second { get; set; }
    }
}
