using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Cnn;
using MLNetDeep.Tests.Forecasting;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Faults;

/// <summary>A family of trainers with data for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Make">A trainer, with some of its options drawn.</param>
/// <param name="Data">Rows to fit and to score.</param>
/// <param name="Score">The column to compare.</param>
/// <param name="First">What a prediction engine says of the first row; null where rows cannot be predicted one by one.</param>
internal sealed record SoakCase(
    string Name,
    Func<MLContext, SoakFit, IEstimator<ITransformer>> Make,
    Func<MLContext, IDataView> Data,
    string Score = "Score",
    Func<MLContext, ITransformer, float[]>? First = null)
{
    private const int RowCount = 96;

    private static readonly Tables.Row[] Table = Tables.Rows(RowCount, missing: 0.05);
    private static readonly Shapes.Image[] Images = Shapes.Images(40, seed: 1);

    private static readonly Steps.Row[] Series =
        Steps.Of([.. Enumerable.Range(0, 60).Select(hour => MathF.Sin(hour * 0.7f) + (hour * 0.05f))]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SoakCase> All { get; } =
    [
        OfTable("Mlp Plain", (ml, fit) => ml.MulticlassClassification.Trainers.Mlp(Mlp(fit, MlpPreset.Plain))),
        OfTable("Mlp RealMlp", (ml, fit) => ml.MulticlassClassification.Trainers.Mlp(Mlp(fit, MlpPreset.RealMlp))),
        OfTable("Mlp TabM", (ml, fit) => ml.MulticlassClassification.Trainers.Mlp(Mlp(fit, MlpPreset.TabM) with { MemberCount = 4 })),
        OfTable("Network", (ml, fit) => ml.MulticlassClassification.Trainers.Network(fit.Of(new NetworkOptions
        {
            Layers = [new LinearSpec(9), new BatchNormSpec(), new ActivationSpec(Activation.Mish), new DropoutSpec(0.2)],
            BatchSize = 32,
            Engine = Engine(fit),
        }))),
        OfTable("CrossValidationEnsemble", (ml, fit) => ml.MulticlassClassification.Trainers.CrossValidationEnsemble(
            ml.MulticlassClassification.Trainers.Mlp(Mlp(fit, MlpPreset.Plain)),
            new CrossValidationEnsembleOptions { FoldCount = 3, Seed = 1 })),
        OfTable("Perceptron", (ml, fit) => ml.BinaryClassification.Trainers.Perceptron(
            fit.Of(new PerceptronOptions { LabelColumnName = nameof(Tables.Row.Flag) }))),
        new(
            "Cnn LeNet5",
            (ml, fit) => ml.MulticlassClassification.Trainers.Cnn(fit.Of(new CnnOptions
            {
                Preset = CnnPreset.LeNet5,
                WidthFactor = 0.5,
                BatchSize = 16,
            })),
            ml => Shapes.Bytes(ml, Images),
            First: (ml, model) => Predict<Shapes.Image, Vector>(ml, model, Images[0]).Score),
        new(
            "Lstm",
            (ml, fit) => ml.BinaryClassification.Trainers.Lstm(fit.Of(new LstmOptions
            {
                Cell = fit.Any(Enum.GetValues<RecurrentCell>()),
                HiddenSize = 6,
                BatchSize = 16,
            })),
            ml => Lstm.Sequences.Rising(ml, 48, seed: 1)),
        new(
            "Forecaster",
            (ml, fit) => fit.Any<Func<ForecastEstimator>>(
                () => ml.Forecasting.ForecastByNLinear(fit.Of(Forecast(new NLinearForecastOptions()))),
                () => ml.Forecasting.ForecastByMlp(fit.Of(Forecast(new MlpForecastOptions { HiddenSizes = [8] }))),
                () => ml.Forecasting.ForecastByGru(fit.Of(Forecast(new GruForecastOptions { HiddenSize = 6 }))))(),
            ml => Steps.View(ml, Series),
            Score: "Forecast"),
    ];

    /// <summary>The rows until one of them cannot be read.</summary>
    public IDataView BrokenData(MLContext ml) => new BrokenView(Data(ml), RowCount / 4);

    private static SoakCase OfTable(string name, Func<MLContext, SoakFit, IEstimator<ITransformer>> make) => new(
        name,
        make,
        ml => Tables.Keyed(ml, Table),
        First: (ml, model) => model.GetOutputSchema(Tables.Keyed(ml, Table).Schema)["Score"].Type is VectorDataViewType
            ? Predict<Tables.Row, Vector>(ml, model, Table[0]).Score
            : [Predict<Tables.Row, Number>(ml, model, Table[0]).Score]);

    private static MlpOptions Mlp(SoakFit fit, MlpPreset preset) =>
        fit.Of(new MlpOptions { Preset = preset, HiddenSizes = [12, 12], BatchSize = 32, Engine = Engine(fit) });

    private static TrainingEngine Engine(SoakFit fit) => fit.Any(Enum.GetValues<TrainingEngine>());

    private static T Forecast<T>(T options) where T : ForecastOptions => options with
    {
        InputColumnNames = ["Value", "Other"],
        TimeColumnName = "Time",
        Lookback = 6,
        Horizon = 3,
        BatchSize = 16,
    };

    private static TTo Predict<TFrom, TTo>(MLContext ml, ITransformer model, TFrom row)
        where TFrom : class
        where TTo : class, new()
    {
        using var engine = ml.Model.CreatePredictionEngine<TFrom, TTo>(model);
        return engine.Predict(row);
    }

    private sealed class Vector
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Number
    {
        public float Score { get; set; }
    }
}
