using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Tests.Conformance.Data;
using TorchSharp;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>A fit is pure: it depends on settings, seed and data, and leaves nothing behind.</summary>
internal static class RepeatChecks
{
    [Check]
    public static void same_seed_repeats(Subject subject)
    {
        var data = subject.Task.Table();
        var first = subject.FitAndPredict(data, seed: 7);
        var busy = Task.Run(() => subject.FitAndPredict(data, seed: 8)); // another fit must not matter
        Prediction.AssertSame(first, subject.FitAndPredict(data, seed: 7));
        busy.GetAwaiter().GetResult();
    }

    [Check]
    public static void seed_of_the_context_repeats(Subject subject)
    {
        var data = subject.Task.Table();
        IReadOnlyList<Prediction> Run() =>
            Prediction.Read(subject.Create(new MLContext(seed: 3), subject.Options with { Seed = null }).Fit(data).Transform(data));
        Prediction.AssertSame(Run(), Run());
    }

    [Check]
    public static void other_seed_differs(Subject subject)
    {
        var data = subject.Task.Table();
        var (one, other) = (subject.FitAndPredict(data, seed: 7), subject.FitAndPredict(data, seed: 8));
        Assert.Contains(one.Zip(other), pair => !pair.First.HasSameBits(pair.Second));
    }

    [Check]
    public static void refit_equals_fresh_fit(Subject subject)
    {
        var data = subject.Task.Table();
        var estimator = subject.Estimator();
        estimator.Fit(subject.Task.Table(rows: 90, seed: 2));
        Prediction.AssertSame(subject.FitAndPredict(data), Prediction.Read(estimator.Fit(data).Transform(data)));
    }

    [Check]
    public static void second_fit_leaves_first_model_unchanged(Subject subject)
    {
        var data = subject.Task.Table();
        var estimator = subject.Estimator();
        var model = estimator.Fit(data);
        var before = Prediction.Read(model.Transform(data));
        estimator.Fit(subject.Task.Table(rows: 90, seed: 2, width: 3));
        Prediction.AssertSame(before, Prediction.Read(model.Transform(data)));
    }

    [Check]
    public static void fits_on_several_threads_stand_alone(Subject subject)
    {
        var tables = Enumerable.Range(1, 3).Select(seed => subject.Task.Table(rows: 100, seed: seed)).ToArray();
        var expected = tables.Select(table => subject.FitAndPredict(table)).ToArray();
        var estimator = subject.Estimator();
        var actual = tables.AsParallel().AsOrdered().WithDegreeOfParallelism(3)
            .Select(table => Prediction.Read(estimator.Fit(table).Transform(table))).ToArray();
        for (var i = 0; i < tables.Length; i++)
            Prediction.AssertSame(expected[i], actual[i]);
    }

    [Check]
    public static void fit_leaves_options_unchanged(Subject subject)
    {
        var options = subject.Options with { Seed = 1 };
        var before = JsonSerializer.Serialize(options, options.GetType());
        subject.Create(new MLContext(), options).Fit(subject.Task.Table());
        Assert.Equal(before, JsonSerializer.Serialize(options, options.GetType()));
    }

    [Check]
    public static void reloaded_model_predicts_identically(Subject subject)
    {
        var data = subject.Task.Table();
        var model = subject.Fit(data);
        using var file = new MemoryStream();
        new MLContext().Model.Save(model, data.Schema, file);
        file.Position = 0;
        var reloaded = new MLContext().Model.Load(file, out var schema);
        Assert.Equal(data.Schema.Select(column => (column.Name, column.Type)), schema.Select(column => (column.Name, column.Type)));
        var (one, other) = (model.Transform(data), reloaded.Transform(data));
        Prediction.AssertSame(Prediction.Read(one), Prediction.Read(other));
        Assert.Equal(Names(one), Names(other));
    }

    [Check]
    public static void prediction_leaves_global_seed_alone(Subject subject)
    {
        var data = subject.Task.Table(rows: 60);
        torch.random.manual_seed(11);
        var expected = Draw();
        torch.random.manual_seed(11);
        subject.FitAndPredict(data);
        Assert.Equal(expected, Draw());

        static float[] Draw()
        {
            using var numbers = torch.rand(8);
            return numbers.data<float>().ToArray();
        }
    }

    private static IEnumerable<string> Names(IDataView data)
        => data.Schema.Select(c => $"{c.Name}: {c.Type} [{string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name}: {a.Type}"))}]");
}
