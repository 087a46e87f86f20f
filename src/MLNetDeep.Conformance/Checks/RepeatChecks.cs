using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance.Checks;

/// <summary>A fit is pure: it depends on settings, seed and data, and leaves nothing behind.</summary>
internal static class RepeatChecks
{
    [Check("Equal seeds give equal bits, while another fit keeps another thread busy.")]
    public static void same_seed_repeats(TrainerSubject subject)
    {
        var data = subject.Table();
        var first = subject.FitAndPredict(data, seed: 7);
        var busy = Task.Run(() => subject.FitAndPredict(data, seed: 8)); // another fit must not matter
        var second = subject.FitAndPredict(data, seed: 7);
        busy.GetAwaiter().GetResult();
        Demand.SameBits(first, second, "a second fit with the same seed");
    }

    [Check("Equal seeds of the context give equal bits to a trainer that was given no seed of its own.")]
    public static void seed_of_the_context_repeats(TrainerSubject subject)
    {
        var data = subject.Table();
        IReadOnlyList<Prediction> Run() => Prediction.Of(subject.Create(new TrainingRequest(new MLContext(3), null)).Fit(data), data);
        Demand.SameBits(Run(), Run(), "a second fit with the context's seed");
    }

    [Check("Another seed gives another model.", Needs = TrainerCapabilities.Randomness)]
    public static void other_seed_differs(TrainerSubject subject)
    {
        var (one, other) = (subject.Fitted.Predictions, subject.FitAndPredict(subject.Fitted.Data, seed: 8));
        Demand.That(one.Zip(other).Any(pair => !pair.First.HasSameBits(pair.Second)), "Two seeds must give two models, but gave the same.");
    }

    [Check("A trainer that was fitted before learns what a fresh one does.")]
    public static void refit_equals_fresh_fit(TrainerSubject subject)
    {
        var data = subject.Fitted.Data;
        var estimator = subject.Estimator();
        estimator.Fit(subject.Table(rows: 90, seed: 2));
        Demand.SameBits(subject.Fitted.Predictions, Prediction.Of(estimator.Fit(data), data), "a refit against a fresh fit");
    }

    [Check("A model stays what it was when its trainer is fitted again, on data of another width.")]
    public static void second_fit_leaves_first_model_unchanged(TrainerSubject subject)
    {
        var data = subject.Table();
        var estimator = subject.Estimator();
        var model = estimator.Fit(data);
        var before = Prediction.Of(model, data);
        estimator.Fit(subject.Table(rows: 90, seed: 2, width: 3));
        Demand.SameBits(before, Prediction.Of(model, data), "the first model after a second fit");
    }

    [Check("Fits of one trainer on several threads give what they give one after another.")]
    public static void fits_on_several_threads_stand_alone(TrainerSubject subject)
    {
        var tables = Enumerable.Range(1, 3).Select(seed => subject.Table(rows: 100, seed: seed)).ToArray();
        var expected = tables.Select(table => subject.FitAndPredict(table)).ToArray();
        // Whatever draws from one environment in turn draws the same only in the same turn.
        var estimators = tables.Select(_ => subject.Estimator()).ToArray();
        var shared = subject.Capabilities.HasFlag(TrainerCapabilities.OwnSeed) ? estimators[0] : null;
        Threads.Together(tables.Length, i =>
        {
            var model = (shared ?? estimators[i]).Fit(tables[i]);
            Demand.SameBits(expected[i], Prediction.Of(model, tables[i]), $"the fit of thread {i}");
        });
    }

    [Check("A fit writes nothing to the options that the trainer was made with.")]
    public static void fit_leaves_options_unchanged(TrainerSubject subject)
    {
        var request = subject.Request();
        var estimator = subject.Create(request);
        Demand.That(request.Watched.Count > 0, "The subject must pass its options through TrainingRequest.Watch, but did not.");
        var before = request.Watched.SelectMany(ObjectText.Describe).ToList();
        estimator.Fit(subject.Table());
        Demand.SameLines(before, request.Watched.SelectMany(ObjectText.Describe).ToList(), "the options after a fit");
    }

    [Check("A model that was saved and loaded has the same schema, annotations and bits.")]
    public static void reloaded_model_predicts_identically(TrainerSubject subject)
    {
        var (data, model) = (subject.Fitted.Data, subject.Fitted.Model);
        using var file = new MemoryStream();
        new MLContext().Model.Save(model, data.Schema, file);
        file.Position = 0;
        var reloaded = new MLContext().Model.Load(file, out var schema);
        Demand.SameLines(Types(data.Schema), Types(schema), "the input schema in the file");
        Demand.SameBits(subject.Fitted.Predictions, Prediction.Of(reloaded, data), "the reloaded model");
        Demand.SameLines(
            Annotations.Describe(model.Transform(data)), Annotations.Describe(reloaded.Transform(data)), "the reloaded model's columns");

        static List<string> Types(DataViewSchema schema) => [.. schema.Select(column => $"{column.Name}: {column.Type}")];
    }
}
