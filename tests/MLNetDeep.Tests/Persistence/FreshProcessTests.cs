using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>A saved model in a process that was never told about MLNetDeep's types, and that must not load libtorch.</summary>
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

    private void PredictsTheSame(IEstimator<ITransformer> estimator)
    {
        var rows = Tables.Rows(40, missing: 0.2);
        var data = Tables.View(_ml, rows);
        var model = estimator.Fit(data);
        var zip = Path.Combine(Path.GetTempPath(), $"mlnetdeep-{Guid.NewGuid():N}.zip");
        try
        {
            _ml.Model.Save(model, data.Schema, zip);
            var printed = FreshProgram.Run(rows.Select(row => string.Join(' ', row.Features.Select(Format))), zip);
            Assert.Equal(model.Transform(data).Column<float>("Score").Select(Format), printed);
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private static string Format(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
