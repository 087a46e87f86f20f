using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Conformance;
using MLNetDeep.Conformance.Checks;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Trainers with one fault each, made from a sound one, by the check that must find the fault.</summary>
internal static class BrokenTrainers
{
    public static IReadOnlyDictionary<string, Func<TrainerSubject, TrainerSubject>> All { get; } =
        new Dictionary<string, Func<TrainerSubject, TrainerSubject>>
        {
            [nameof(SchemaChecks.promised_schema_is_delivered)] = PromisesNothing,
            [nameof(SchemaChecks.transform_keeps_the_input_columns)] = sound => Scores(sound, (score, _) => score),
            [nameof(SchemaChecks.missing_column_is_named)] = PromisesAnything,
            [nameof(SchemaChecks.wrong_type_is_named)] = PromisesAnything,
            [nameof(SchemaChecks.other_width_is_named_when_predicting)] = PredictsForAnyWidth,
            [nameof(RepeatChecks.same_seed_repeats)] = IgnoresSeed,
            [nameof(RepeatChecks.seed_of_the_context_repeats)] = IgnoresSeed,
            [nameof(RepeatChecks.other_seed_differs)] = sound => Asked(sound, request => new(request.Context, 1)),
            [nameof(RepeatChecks.refit_equals_fresh_fit)] = CountsItsFits,
            [nameof(RepeatChecks.second_fit_leaves_first_model_unchanged)] = SharesItsLastModel,
            [nameof(RepeatChecks.fits_on_several_threads_stand_alone)] = MixesUpItsFits,
            [nameof(RepeatChecks.fit_leaves_options_unchanged)] = ChangesOptions,
            [nameof(RepeatChecks.reloaded_model_predicts_identically)] = SavesAnotherModel,
            [nameof(PredictionChecks.prediction_independent_of_batch_and_row_order)] =
                sound => Scores(sound, (score, row) => score + (row * 1e-3f)),
            [nameof(PredictionChecks.prediction_of_no_rows_is_empty)] = AlwaysAnswers,
            [nameof(PredictionChecks.prediction_on_8_threads_is_bitwise_equal)] = SharesOneBuffer,
            [nameof(PredictionChecks.cursors_of_a_set_give_each_row_once)] = GivesRowsTwice,
            [nameof(PredictionChecks.rows_are_mapped_as_cursors_do)] = MapsByAnotherModel,
            [nameof(PredictionChecks.nothing_is_read_that_is_not_asked_for)] = ReadsEverything,
            [nameof(PredictionChecks.probabilities_sum_to_one)] = sound => Scores(sound, (score, _) => score * 1.1f),
            [nameof(PredictionChecks.predicted_label_is_argmax)] = sound => Scores(sound, (score, _) => score, predicted: 1),
            [nameof(PredictionChecks.beats_constant_predictor)] = sound => Scores(sound, (_, _) => 0.5f),
            [nameof(DataChecks.empty_data_is_refused)] = TakesAnyData,
            [nameof(DataChecks.one_class)] = TakesAnyData,
            [nameof(DataChecks.infinite_feature_is_refused_with_row_number)] = TakesAnyData,
            [nameof(DataChecks.missing_label_is_refused)] = TakesAnyData,
            [nameof(DataChecks.one_row)] = BreaksOnOneRow,
            [nameof(DataChecks.two_rows)] = sound => FailsOn(sound, rows => rows.Length == 2),
            [nameof(DataChecks.one_feature)] = sound => FailsOn(sound, rows => rows[0].Length == 1),
            [nameof(DataChecks.constant_feature)] = sound => FailsOn(sound, rows => rows.All(row => row[3] == 0)),
            [nameof(DataChecks.wild_scales_are_normalised)] = sound => FailsOn(sound, rows => rows.Any(row => row.Any(x => x > 1e20f))),
            [nameof(DataChecks.last_batch_of_one)] = sound => FailsOn(sound, rows => rows.Length % 16 == 1),
            [nameof(DataChecks.nan_feature_is_imputed)] = sound => FailsOn(sound, rows => rows.Any(row => row.Any(float.IsNaN))),
            [nameof(ResourceChecks.cursors_are_disposed)] = LeavesCursorOpen,
            [nameof(ResourceChecks.cancel_between_batches)] = sound =>
                Asked(sound, request => new(new MLContext(), 1) { BatchSize = 512, MaximumEpochCount = 1 }),
            [nameof(ResourceChecks.time_budget_is_kept)] = EndsWithoutModel,
        };

    /// <summary>Wrapped as the others are, but without a fault.</summary>
    public static TrainerSubject Wrapped(TrainerSubject sound) => Wrap(sound, inner => new(data => new BrokenTransformer(inner.Fit(data))));

    private static TrainerSubject PromisesNothing(TrainerSubject sound)
        => Wrap(sound, inner => new(inner.Fit) { Promise = shape => shape });

    private static TrainerSubject PromisesAnything(TrainerSubject sound) => Wrap(sound, inner => new(inner.Fit)
    {
        Promise = shape => Hiding(() => inner.GetOutputSchema(shape), () => inner.GetOutputSchema(Shapes.Of(sound.Table().Schema))),
    });

    private static TrainerSubject PredictsForAnyWidth(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        var model = inner.Fit(data);
        return new BrokenTransformer(model)
        {
            Output = input => Hiding(() => model.Transform(input), () => model.Transform(sound.Table())),
        };
    }));

    private static TrainerSubject IgnoresSeed(TrainerSubject sound)
    {
        var next = 100;
        return Asked(sound, request => new(request.Context, Interlocked.Increment(ref next)));
    }

    private static TrainerSubject CountsItsFits(TrainerSubject sound)
        => sound with
        {
            Create = request =>
            {
                var (seed, inner) = (request.Seed ?? 1, sound.Create(request));
                ITransformer Next(IDataView data) => sound.Create(new(new MLContext(), seed++)).Fit(data);
                return new BrokenEstimator(Next) { Promise = inner.GetOutputSchema };
            },
        };

    private static TrainerSubject SharesItsLastModel(TrainerSubject sound) => Wrap(sound, inner =>
    {
        ITransformer? last = null;
        return new(data => new BrokenTransformer(last = inner.Fit(data)) { Output = input => last.Transform(input) });
    });

    private static TrainerSubject MixesUpItsFits(TrainerSubject sound) => Wrap(sound, inner =>
    {
        IDataView? current = null;
        return new(data =>
        {
            current = data;
            Thread.Sleep(100); // time enough for another fit to write there
            return inner.Fit(current);
        });
    });

    private static TrainerSubject ChangesOptions(TrainerSubject sound)
        => sound with
        {
            Create = request =>
            {
                var (classes, inner) = (request.Watch(new List<int>()), sound.Create(request));
                return new BrokenEstimator(data =>
                {
                    classes.Add(3);
                    return inner.Fit(data);
                })
                { Promise = inner.GetOutputSchema };
            },
        };

    private static TrainerSubject SavesAnotherModel(TrainerSubject sound)
        => Wrap(sound, inner => new(data => new BrokenTransformer(inner.Fit(data)) { Saved = sound.Fit(data, seed: 99) }));

    private static TrainerSubject AlwaysAnswers(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        var model = inner.Fit(data);
        return new BrokenTransformer(model) { Output = input => model.Transform(input.GetRowCount() == 0 ? sound.Table() : input) };
    }));

    private static TrainerSubject SharesOneBuffer(TrainerSubject sound)
    {
        var reading = 0;
        return Wrap(sound, inner => new(data =>
        {
            var model = inner.Fit(data);
            return new BrokenTransformer(model)
            {
                Output = input =>
                {
                    Interlocked.Increment(ref reading);
                    Thread.Sleep(100); // time enough for another thread to come
                    var isShared = reading > 1;
                    var output = Edited(sound, model, input, (score, _) => isShared ? score / 2 : score);
                    Thread.Sleep(100);
                    Interlocked.Decrement(ref reading);
                    return isShared ? output : model.Transform(input);
                },
            };
        }));
    }

    private static TrainerSubject GivesRowsTwice(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        var model = inner.Fit(data);
        return new BrokenTransformer(model) { Output = input => new DoublingView(model.Transform(input)) };
    }));

    private static TrainerSubject MapsByAnotherModel(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        var other = sound.Fit(data, seed: 99);
        return new BrokenTransformer(inner.Fit(data)) { Mapper = other.GetRowToRowMapper };
    }));

    private static TrainerSubject ReadsEverything(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        var model = inner.Fit(data);
        return new BrokenTransformer(model) { Mapper = schema => new GreedyMapper(model.GetRowToRowMapper(schema)) };
    }));

    private static TrainerSubject TakesAnyData(TrainerSubject sound)
        => Wrap(sound, inner => new(data => Hiding(() => inner.Fit(data), () => inner.Fit(sound.Table()))));

    private static TrainerSubject BreaksOnOneRow(TrainerSubject sound)
        => Wrap(sound, inner => new(data => data.GetRowCount() == 1 ? throw new KeyNotFoundException("class 1") : inner.Fit(data)));

    private static TrainerSubject LeavesCursorOpen(TrainerSubject sound) => Wrap(sound, inner => new(data =>
    {
        data.GetRowCursor(data.Schema);
        return inner.Fit(data);
    }));

    private static TrainerSubject EndsWithoutModel(TrainerSubject sound) => Wrap(
        Asked(sound, request => new(request.Context, 1) { MaximumEpochCount = 1 }),
        _ => new(_ => throw new TimeoutException("Time is up.")));

    /// <summary>Predicts NaN after a fit on some data.</summary>
    private static TrainerSubject FailsOn(TrainerSubject sound, Func<float[][], bool> isOdd) => Wrap(sound, inner => new(data =>
    {
        var model = inner.Fit(data);
        return isOdd(Features(data))
            ? new BrokenTransformer(model) { Output = input => Edited(sound, model, input, (_, _) => float.NaN) }
            : model;
    }));

    /// <summary>The sound trainer's scores, edited; the other columns are left out, or the same in every row.</summary>
    private static TrainerSubject Scores(TrainerSubject sound, Func<float, int, float> edit, uint? predicted = null)
        => Wrap(sound, inner => new(data =>
        {
            var model = inner.Fit(data);
            return new BrokenTransformer(model) { Output = input => Edited(sound, model, input, edit, predicted) };
        }));

    private static TestTable Edited(
        TrainerSubject sound, ITransformer model, IDataView input, Func<float, int, float> edit, uint? predicted = null)
    {
        var predictions = Prediction.Read(model.Transform(input), input.Schema);
        var scores = predictions.Select((p, row) => p.Score.Select(s => edit(s, row)).ToArray()).ToArray();
        List<TestColumn> columns = [TestColumn.Vector("Score", scores, sound.Task == TaskData.Multiclass ? 3 : 1)];
        if (predicted is { } key)
            columns.Add(new TestColumn<uint>("PredictedLabel", new KeyDataViewType(typeof(uint), 3), [.. predictions.Select(_ => key)]));
        return new(columns);
    }

    private static float[][] Features(IDataView data)
    {
        using var cursor = data.GetRowCursor([data.Schema["Features"]]);
        return [.. Prediction.Read(cursor, [data.Schema["Features"]]).Select(row => (float[])row.Values[0])];
    }

    /// <summary>What a careless author does with an exception.</summary>
    private static T Hiding<T>(Func<T> first, Func<T> instead)
    {
        try
        {
            return first();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return instead();
        }
    }

    private static TrainerSubject Asked(TrainerSubject sound, Func<TrainingRequest, TrainingRequest> edit)
        => sound with { Create = request => sound.Create(edit(request)) };

    private static TrainerSubject Wrap(TrainerSubject sound, Func<IEstimator<ITransformer>, BrokenEstimator> wrap)
        => sound with
        {
            Create = request =>
            {
                var inner = sound.Create(request);
                var outer = wrap(inner);
                outer.Promise ??= inner.GetOutputSchema;
                return outer;
            },
        };
}
