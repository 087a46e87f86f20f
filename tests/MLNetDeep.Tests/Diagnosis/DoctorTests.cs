using Microsoft.ML;
using MLNetDeep.Diagnosis;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Diagnosis;

public sealed class DoctorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Every_check_of_the_library_is_made()
    {
        var all = typeof(ICheck).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICheck)));
        Assert.Equal(all.Select(type => type.Name).Order(), Doctor.Checks.Select(check => check.GetType().Name).Order());
    }

    [Fact]
    public void A_healthy_classifier_has_no_findings()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml, Tables.Rows(1_000))).Model;
        Assert.Empty(model.Findings);
    }

    [Fact]
    public void A_healthy_regression_has_no_findings()
    {
        var model = _ml.Regression.Trainers.Mlp(Tables.Small("Value")).Fit(Tables.View(_ml, Tables.Rows(1_000))).Model;
        Assert.Empty(model.Findings);
    }

    [Fact]
    public void Findings_are_logged_kept_in_the_model_and_saved()
    {
        // The label is drawn anew, so that nothing can be learned; the second column becomes a row number.
        var random = new Random(4);
        var rows = Tables.Rows(1_000);
        foreach (var (number, row) in rows.Index())
            (row.Flag, row.Features[1]) = (random.Next(2) == 1, number);
        var log = new List<string>();
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");
        var fitted = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml, rows));
        Assert.Equal(["flat-loss", "identifier-columns"], fitted.Model.Findings.Select(finding => finding.Code).Take(2));
        Assert.Contains(
            "Warning slot 1 looks like an identifier: another value in each of all 800 training rows. Leave identifiers and row "
            + "numbers out of the features: new rows bring values that were never seen. (identifier-columns)", log);

        using var file = new MemoryStream();
        _ml.Model.Save(fitted, Tables.View(_ml, rows).Schema, file);
        file.Position = 0;
        var loaded = (DeepPredictionTransformer)_ml.Model.Load(file, out _);
        Assert.Equal(fitted.Model.Findings, loaded.Model.Findings);
    }

    [Fact]
    public void Nothing_is_examined_when_nobody_wants_it()
    {
        var options = Tables.Small() with { Diagnose = false, LearningRate = 1e-9 };
        Assert.Empty(_ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml)).Model.Findings);
    }

    [Fact]
    public void The_examination_changes_nothing_else()
    {
        var data = Tables.View(_ml);
        var with = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data).Model;
        var without = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { Diagnose = false }).Fit(data).Model;
        Assert.Equal(without.Tensors, with.Tensors);
    }
}
