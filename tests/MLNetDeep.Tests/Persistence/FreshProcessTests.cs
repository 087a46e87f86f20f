using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>
/// A saved model in a process that was never told about MLNetDeep's types, in a folder without TorchSharp and libtorch: what a service
/// that only predicts is shipped as.
/// </summary>
public sealed class FreshProcessTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void LoadsWithAPlainCallAndPredictsTheSameNumbers() => PredictsTheSame(_ml.BinaryClassification.Trainers.Mlp(Tables.Small()));

    [Fact]
    public void AnEnsembleDoesSoToo() => PredictsTheSame(_ml.BinaryClassification.Trainers.CrossValidationEnsemble(
        _ml.BinaryClassification.Trainers.Mlp(Tables.Small()), foldCount: 2));

    [Fact]
    public void AndSoDoesASpectrogram()
    {
        var options = Tables.Small() with { FeatureColumnName = "Image" };
        var trainer = _ml.BinaryClassification.Trainers.Mlp(options);
        PredictsTheSame(_ml.Transforms.Spectrogram("Image", "Features", frameLength: 2).Append(trainer));
    }

    [Fact]
    public void AndSoDoTheFeaturesOfANetwork()
    {
        var network = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml, Tables.Rows(40, missing: 0.2)));
        var trainer = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { FeatureColumnName = "Embedding" });
        PredictsTheSame(_ml.Transforms.DeepFeatures("Embedding", network).Append(trainer));
    }

    [Fact]
    public void AndSoDoesAConvolutionalNetwork() => PredictsTheSame(_ml.BinaryClassification.Trainers.Cnn(new()
    {
        InputShape = InputShape.Signal(),
        Layers = [new ConvSpec(4, 2), new ActivationSpec(Activation.Relu), new GlobalPoolSpec(), new LinearSpec(1)],
        LabelColumnName = nameof(Tables.Row.Flag),
        MaximumEpochCount = 1,
        Seed = 1,
    }), missing: 0);

    [Fact]
    public void AndSoDoesARecurrentNetwork() => PredictsTheSame(_ml.BinaryClassification.Trainers.Lstm(new()
    {
        StepWidth = 1,
        HiddenSize = 4,
        LabelColumnName = nameof(Tables.Row.Flag),
        MaximumEpochCount = 1,
        Seed = 1,
    }), missing: 0);

    [Fact]
    public void AndSoDoesAForecaster()
    {
        var options = new NLinearForecastOptions
        {
            InputColumnNames = [nameof(Tables.Row.Value)],
            Lookback = 4,
            Horizon = 2,
            MaximumEpochCount = 1,
            Seed = 1,
        };
        PredictsTheSame(new ForecastEstimator(HostAccess.EnvironmentOf(_ml.Forecasting), options), missing: 0);
    }

    private void PredictsTheSame(IEstimator<ITransformer> estimator, double missing = 0.2)
    {
        var rows = Tables.Rows(40, missing: missing);
        foreach (var row in rows)
            row.Value = row.Features[0];
        var data = Tables.View(_ml, rows);
        var model = estimator.Fit(data);
        var zip = Path.Combine(Path.GetTempPath(), $"mlnetdeep-{Guid.NewGuid():N}.zip");
        try
        {
            _ml.Model.Save(model, data.Schema, zip);
            var printed = FreshProgram.RunWithoutTorch(rows.Select(row => string.Join(' ', row.Features.Select(Format))), zip);
            var output = model.Transform(data);
            var expected = output.Schema.GetColumnOrNull("Forecast") is null
                ? output.Column<float>("Score")
                : output.Column<float[]>("Forecast").SelectMany(steps => steps);
            Assert.Equal(expected.Select(Format), printed);
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private static string Format(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
