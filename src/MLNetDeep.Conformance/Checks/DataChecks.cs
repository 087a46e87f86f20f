using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance.Checks;

/// <summary>Odd data are learned from, or refused in words.</summary>
internal static class DataChecks
{
    [Check("A fit on no rows is refused in words.")]
    public static void empty_data_is_refused(TrainerSubject subject)
        => Demand.Refused(
            subject, Refusal.NoRows, () => subject.Fit(subject.Table().Pick()), "fitting on no rows",
            ["empty", "no ", "at least", " 0 ", "zero"]);

    [Check("One row is learned from, or refused in words.")]
    public static void one_row(TrainerSubject subject)
        => LearnOrRefuse(subject, subject.Table(rows: 1), "one row", "row", "class", "instance");

    [Check("Two rows of the lowest and the highest label are learned from.", NeedsMadeData = true)]
    public static void two_rows(TrainerSubject subject)
    {
        var signal = TaskData.Signal();
        LearnFinite(subject, subject.Table().Pick(Array.IndexOf(signal, signal.Min()), Array.IndexOf(signal, signal.Max())), "two rows");
    }

    [Check("Rows of one class alone are refused in words or learned; a constant number is learned.", NeedsMadeData = true)]
    public static void one_class(TrainerSubject subject)
    {
        var data = subject.Table();
        var constant = data.With(subject.Task.Label(subject.LabelColumnName, [.. Enumerable.Repeat(-5.0, data.RowCount)]));
        if (subject.Messages.ContainsKey(Refusal.OneClass))
            Demand.Refused(subject, Refusal.OneClass, () => subject.Fit(constant), "fitting on one class");
        else if (subject.Task.HasClasses)
            LearnOrRefuse(subject, constant, "one class", "class", "label");
        else
            LearnFinite(subject, constant, "a constant label");
    }

    [Check("One feature is enough.", NeedsMadeData = true)]
    public static void one_feature(TrainerSubject subject) => LearnFinite(subject, subject.Table(width: 1), "one feature");

    [Check("A feature that is the same in every row, or 0 in every row, does no harm.", NeedsMadeData = true)]
    public static void constant_feature(TrainerSubject subject)
    {
        LearnFinite(subject, subject.Table(edit: rows => SetColumn(rows, 2, _ => 3)), "a feature that is 3 in every row");
        LearnFinite(subject, subject.Table(edit: rows => SetColumn(rows, 3, _ => 0)), "a feature that is 0 in every row");
    }

    [Check("Features of 1e30, of 1e-30 and far from 0 give finite predictions.", NeedsMadeData = true)]
    public static void wild_scales_are_normalised(TrainerSubject subject)
        => LearnFinite(
            subject,
            subject.Table(edit: rows =>
            {
                SetColumn(rows, 0, value => value * 1e30f);
                SetColumn(rows, 1, value => 1e6f + (value * 1e-2f));
                SetColumn(rows, 2, value => value * 1e-30f);
            }),
            "features from 1e-30 to 1e30");

    [Check("A last batch of one row is trained on as others are.", Needs = TrainerCapabilities.Batches)]
    public static void last_batch_of_one(TrainerSubject subject)
    {
        var data = subject.Table(rows: 33);
        var request = new TrainingRequest(subject.Context(), 1) { BatchSize = 16, UsesAllRows = true, MaximumEpochCount = 3 };
        Demand.Finite(Prediction.Of(subject.Create(request).Fit(data), data), "33 rows in batches of 16");
    }

    [Check("NaN is taken for a missing value, in training as in prediction.", NeedsMadeData = true)]
    public static void nan_feature_is_imputed(TrainerSubject subject)
    {
        var holes = subject.Table(edit: rows =>
        {
            for (var row = 0; row < rows.Length; row += 4)
                rows[row][row / 4 % 4] = float.NaN;
        });
        LearnFinite(subject, holes, "features with holes");
        LearnFinite(subject, subject.Table(edit: rows => SetColumn(rows, 1, _ => float.NaN)), "a feature that is always missing");
        // A model that saw none missing meets one: the whole row, even.
        var whole = subject.Table(edit: rows => rows[3] = [float.NaN, float.NaN, float.NaN, float.NaN]);
        Demand.Finite(Prediction.Of(subject.Fitted.Model, whole), "a row of which all is missing");
    }

    [Check("An infinite feature is refused with the number of its row.", NeedsMadeData = true)]
    public static void infinite_feature_is_refused_with_row_number(TrainerSubject subject)
    {
        var data = subject.Table(edit: rows => rows[41][2] = float.PositiveInfinity);
        Demand.Refused(
            subject, Refusal.InfiniteFeature, () => subject.Fit(data), "fitting on an infinite feature",
            [$"'{subject.FeatureColumnName}'"], ["42"]);
    }

    [Check("A missing label is refused with the number of its row.", NeedsMadeData = true)]
    public static void missing_label_is_refused(TrainerSubject subject)
    {
        if (subject.Task.LabelMissingAt(subject.LabelColumnName, TaskData.Signal(), 29) is not { } label)
            throw new NotApplicableException("labels of the task cannot be missing");
        var data = subject.Table().With(label);
        Demand.Refused(
            subject, Refusal.MissingLabel, () => subject.Fit(data), "fitting on a missing label", [$"'{subject.LabelColumnName}'"], ["30"]);
    }

    private static void SetColumn(float[][] rows, int column, Func<float, float> edit)
    {
        foreach (var row in rows)
            row[column] = edit(row[column]);
    }

    private static void LearnFinite(TrainerSubject subject, TestTable data, string what)
        => Demand.Finite(subject.FitAndPredict(data), what);

    private static void LearnOrRefuse(TrainerSubject subject, TestTable data, string what, params string[] words)
    {
        ITransformer model;
        try
        {
            model = subject.Fit(data);
        }
        catch (Exception exception) when (Demand.IsRefusal(exception) && Demand.Says(exception, words))
        {
            return; // it was told
        }
        Demand.Finite(Prediction.Of(model, data), what);
    }
}
