using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance.Checks;

/// <summary>What comes out makes sense, row by row.</summary>
internal static class PredictionChecks
{
    private const int ThreadCount = 8;

    [Check("A row's prediction does not depend on the rows around it, on their order, or on how many there are.")]
    public static void prediction_independent_of_batch_and_row_order(TrainerSubject subject)
    {
        var (data, model, all) = (subject.Fitted.Data, subject.Fitted.Model, subject.Fitted.Predictions);
        int[] reversed = [.. Enumerable.Range(0, data.RowCount).Reverse()];
        Compare(reversed, "rows in reverse");
        Compare([5, 5, data.RowCount - 10, 0, data.RowCount / 2], "some rows");
        Compare([9], "one row");

        void Compare(int[] rows, string what)
            => Demand.SameBits([.. rows.Select(row => all[row])], Prediction.Of(model, data.Pick(rows)), what);
    }

    [Check("A model predicts nothing, without an error, where there are no rows.")]
    public static void prediction_of_no_rows_is_empty(TrainerSubject subject)
        => Demand.Same(0, Prediction.Of(subject.Fitted.Model, subject.Fitted.Data.Pick()).Count, "The number of predictions");

    [Check("Eight threads that share a model, each with rows in an order of its own, get the bits that one thread gets.")]
    public static void prediction_on_8_threads_is_bitwise_equal(TrainerSubject subject)
    {
        var (data, model, all) = (subject.Fitted.Data, subject.Fitted.Model, subject.Fitted.Predictions);
        Threads.Together(ThreadCount, id =>
        {
            int[] rows = [.. Enumerable.Range(0, data.RowCount).Select(i => (i + (id * 13)) % data.RowCount)];
            var expected = rows.Select(row => all[row]).ToList();
            Demand.SameBits(expected, Prediction.Of(model, data.Pick(rows)), $"thread {id} of {ThreadCount}");
        });
    }

    [Check("The cursors of a set, read in turn, together give each row once, with the bits that one cursor gives.")]
    public static void cursors_of_a_set_give_each_row_once(TrainerSubject subject)
    {
        var data = subject.Fitted.Data;
        var view = subject.Fitted.Model.Transform(data);
        var columns = Prediction.Added(view.Schema, data.Schema);
        var seen = new List<Prediction>();
        foreach (var cursor in view.GetRowCursorSet(columns, 3))
        {
            using (cursor)
                seen.AddRange(Prediction.Read(cursor, columns));
        }
        // Which cursor has which row is the view's own business.
        Demand.SameBits(Sorted(subject.Fitted.Predictions), Sorted(seen), "the rows of a set of cursors, in order of their bits");

        static List<Prediction> Sorted(IEnumerable<Prediction> predictions)
            => [.. predictions.OrderBy(each => each.Bits, StringComparer.Ordinal)];
    }

    [Check("The row mapper, through which single predictions are made, gives the bits that a cursor gives.")]
    public static void rows_are_mapped_as_cursors_do(TrainerSubject subject)
    {
        var (data, model) = (subject.Fitted.Data, subject.Fitted.Model);
        Demand.That(model.IsRowToRowMapper, "A model must be a mapper of rows, so that prediction engines can use it, but is none.");
        var mapper = model.GetRowToRowMapper(data.Schema);
        var columns = Prediction.Added(mapper.OutputSchema, data.Schema);
        using var input = data.GetRowCursor(mapper.GetDependencies(columns));
        using var row = mapper.GetRow(input, columns);
        var read = Prediction.Reader(row, columns);
        List<Prediction> predictions = [];
        while (input.MoveNext())
            predictions.Add(read());
        Demand.SameBits(subject.Fitted.Predictions, predictions, "the row mapper");
    }

    [Check("Of the input only the columns are read that the asked-for output depends on.")]
    public static void nothing_is_read_that_is_not_asked_for(TrainerSubject subject)
    {
        var (data, model) = (subject.Fitted.Data, subject.Fitted.Model);
        var mapper = model.GetRowToRowMapper(data.Schema);
        var label = mapper.OutputSchema[subject.LabelColumnName];
        Demand.SameLines([label.Name], Needed([label]), "the columns that the label alone needs");
        var added = Prediction.Added(mapper.OutputSchema, data.Schema);
        Demand.That(!Needed(added).Contains(label.Name), "A prediction must not need the label, but does.");
        using var cursor = model.Transform(data).GetRowCursor([label]);
        var output = Prediction.Added(cursor.Schema, data.Schema)[0];
        Demand.That(!cursor.IsColumnActive(output), $"Column '{output.Name}' was not asked for and must not be active, but is.");

        List<string> Needed(IEnumerable<DataViewSchema.Column> columns)
            => [.. mapper.GetDependencies(columns).Select(column => column.Name)];
    }

    [Check("Probabilities are from 0 to 1, and those of classes add up to 1.")]
    public static void probabilities_sum_to_one(TrainerSubject subject)
    {
        foreach (var prediction in subject.Fitted.Predictions)
            subject.Task.DemandProbabilities(prediction);
    }

    [Check("The predicted label is the one with the best score.")]
    public static void predicted_label_is_argmax(TrainerSubject subject)
    {
        foreach (var prediction in subject.Fitted.Predictions)
            subject.Task.DemandAgreement(prediction);
    }

    [Check("On rows never seen, predictions are better than the best constant by a margin.", NeedsMadeData = true)]
    public static void beats_constant_predictor(TrainerSubject subject)
    {
        const double Least = 0.4;
        var test = subject.Table(rows: 200, seed: 5);
        var predictions = Prediction.Of(subject.Fit(subject.Table(rows: 240)), test);
        var skill = subject.Task.Skill(predictions, TaskData.Signal(rows: 200, seed: 5));
        var message = FormattableString.Invariant($"Of a constant's error at least {Least} must be gone, but {skill:0.###} was.");
        Demand.That(skill is >= Least and <= 1, message);
    }
}
