using Microsoft.ML;
using MLNetDeep.Tests.Conformance.Data;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>Odd data are learned from, or refused in words.</summary>
internal static class DataChecks
{
    [Check]
    public static void empty_data_is_refused(Subject subject)
        => AssertRefused(subject, subject.Task.Table().Pick(), "Training data must have at least one row, but was empty.");

    [Check]
    public static void one_row_is_fitted_or_refused_in_words(Subject subject)
    {
        var data = subject.Task.Table(rows: 1);
        if (subject.Task.OneClassMessage is not null)
            Assert.Contains("must have at least 2 classes", Assert.Throws<InvalidOperationException>(() => subject.Fit(data)).Message);
        else if (Record.Exception(() => AssertFinite(subject, data)) is { } refusal)
            Assert.Contains("at least 2 rows", refusal.Message); // batch normalisation has nothing to average
    }

    [Check]
    public static void two_rows_are_fitted(Subject subject)
    {
        var signal = TaskData.Signal();
        AssertFinite(subject, subject.Task.Table().Pick(Array.IndexOf(signal, signal.Min()), Array.IndexOf(signal, signal.Max())));
    }

    [Check]
    public static void one_class_is_refused_and_a_constant_number_is_learned(Subject subject)
    {
        var data = subject.Task.Table();
        var constant = data.With(subject.Task.Label([.. Enumerable.Repeat(-5.0, data.RowCount)]));
        if (subject.Task.OneClassMessage is { } message)
            AssertRefused(subject, constant, message);
        else
            AssertFinite(subject, constant);
    }

    [Check]
    public static void one_feature_is_enough(Subject subject) => AssertFinite(subject, subject.Task.Table(width: 1));

    [Check]
    public static void constant_feature_does_no_harm(Subject subject)
    {
        AssertFinite(subject, subject.Task.Table(edit: rows => SetColumn(rows, 2, _ => 3)));
        AssertFinite(subject, subject.Task.Table(edit: rows => SetColumn(rows, 3, _ => 0)));
    }

    [Check]
    public static void wild_scales_are_normalised(Subject subject)
        => AssertFinite(subject, subject.Task.Table(edit: rows =>
        {
            SetColumn(rows, 0, value => value * 1e30f);
            SetColumn(rows, 1, value => 1e6f + (value * 1e-2f));
            SetColumn(rows, 2, value => value * 1e-30f);
        }));

    [Check]
    public static void last_batch_of_one_is_trained(Subject subject)
    {
        var options = subject.Options with { BatchSize = 16, ValidationFraction = 0, MaximumEpochCount = 3 };
        AssertFinite(subject with { Options = options }, subject.Task.Table(rows: 33));
    }

    [Check]
    public static void nan_feature_is_imputed(Subject subject)
    {
        var holes = subject.Task.Table(edit: rows =>
        {
            for (var row = 0; row < rows.Length; row += 4)
                rows[row][row / 4 % 4] = float.NaN;
        });
        AssertFinite(subject, holes);
        AssertFinite(subject, subject.Task.Table(edit: rows => SetColumn(rows, 1, _ => float.NaN)));
        // A model that saw none missing meets one: the whole row, even.
        var whole = subject.Task.Table(edit: rows => rows[3] = [float.NaN, float.NaN, float.NaN, float.NaN]);
        Assert.All(Prediction.Read(subject.Fit(subject.Task.Table()).Transform(whole)), prediction => Assert.True(prediction.IsFinite));
    }

    [Check]
    public static void infinite_feature_is_refused_with_row_number(Subject subject)
        => AssertRefused(
            subject,
            subject.Task.Table(edit: rows => rows[41][2] = float.PositiveInfinity),
            "Feature column 'Features' must be finite or NaN in every row, but was infinity in row 42, slot 2.");

    [Check]
    public static void missing_label_is_refused_with_row_number(Subject subject)
    {
        if (subject.Task.LabelMissingAt(TaskData.Signal(), 29) is { } label)
            AssertRefused(subject, subject.Task.Table().With(label), subject.Task.MissingMessage(30));
    }

    private static void SetColumn(float[][] rows, int column, Func<float, float> edit)
    {
        foreach (var row in rows)
            row[column] = edit(row[column]);
    }

    private static void AssertFinite(Subject subject, IDataView data)
        => Assert.All(subject.FitAndPredict(data), prediction => Assert.True(prediction.IsFinite, string.Join(' ', prediction.Score)));

    private static void AssertRefused(Subject subject, TestTable data, string message)
        => Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => subject.Fit(data)).Message);
}
