using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Conformance.Data;
using TorchSharp;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Trainers with one fault each, made from a sound one; the suite must find the fault.</summary>
internal static class BrokenTrainers
{
    private static readonly List<torch.Tensor> Leaked = [];

    public static IReadOnlyDictionary<string, Func<Subject, Subject>> All { get; } = new Dictionary<string, Func<Subject, Subject>>
    {
        ["promises nothing"] = sound => Wrap(sound, (inner, _) => new Estimator(inner.Fit) { Promise = shape => shape }),
        ["ignores its seed"] = IgnoresSeed,
        ["has one seed only"] = sound => sound with { Create = (ml, options) => sound.Create(ml, options with { Seed = 1 }) },
        ["shares its last model"] = sound => Wrap(sound, (inner, _) =>
        {
            ITransformer? last = null;
            return new Estimator(data =>
            {
                last = inner.Fit(data);
                return new Transformer(last, input => last.Transform(input));
            });
        }),
        ["depends on the position"] = sound => Scores(sound, (score, position) => score + (position * 1e-3f)),
        ["learns nothing"] = sound => Scores(sound, (_, _) => 0.5f),
        ["adds up to more than one"] = sound => Scores(sound, (score, _) => score * 1.1f),
        ["seeds everybody"] = sound => Wrap(sound, (inner, _) => new Estimator(data =>
        {
            torch.random.manual_seed(1);
            return inner.Fit(data);
        })),
        ["leaks a tensor"] = sound => Wrap(sound, (inner, _) => new Estimator(data =>
        {
            Leaked.Add(torch.zeros(1));
            return inner.Fit(data);
        })),
        ["leaves a cursor open"] = sound => Wrap(sound, (inner, _) => new Estimator(data =>
        {
            data.GetRowCursor(data.Schema);
            return inner.Fit(data);
        })),
        ["takes any data"] = sound => Wrap(sound, (inner, _) => new Estimator(data =>
        {
            try
            {
                return inner.Fit(data);
            }
            catch (InvalidOperationException)
            {
                return inner.Fit(sound.Task.Table()); // hides what is wrong
            }
        })),
        ["cannot be stopped"] = sound => sound with
        {
            Create = (_, options) => sound.Create(new MLContext(), options with { BatchSize = 512 }),
        },
    };

    /// <summary>Wrapped as the others are, but without a fault.</summary>
    public static Subject Wrapped(Subject sound) => Wrap(sound, (inner, _) => new Estimator(data =>
    {
        var model = inner.Fit(data);
        return new Transformer(model, model.Transform);
    }));

    private static Subject IgnoresSeed(Subject sound)
    {
        var next = 100;
        return sound with { Create = (ml, options) => sound.Create(ml, options with { Seed = next++ }) };
    }

    private static Subject Wrap(Subject sound, Func<IEstimator<ITransformer>, DeepTrainerOptions, Estimator> wrap)
        => sound with
        {
            Create = (ml, options) =>
            {
                var inner = sound.Create(ml, options);
                var outer = wrap(inner, options);
                outer.Promise ??= inner.GetOutputSchema;
                return outer;
            },
        };

    /// <summary>The sound trainer's scores, edited; the other columns are left out.</summary>
    private static Subject Scores(Subject sound, Func<float, int, float> edit)
        => Wrap(sound, (inner, _) => new Estimator(data =>
        {
            var model = inner.Fit(data);
            return new Transformer(model, input =>
            {
                var scores = Prediction.Read(model.Transform(input)).Select((p, row) => p.Score.Select(s => edit(s, row)).ToArray());
                return new TestTable(new VectorColumn("Score", [.. scores], sound.Task is MulticlassData ? 3 : 1));
            });
        }));

    private sealed class Estimator(Func<IDataView, ITransformer> fit) : IEstimator<ITransformer>
    {
        public Func<SchemaShape, SchemaShape>? Promise { get; set; }

        public ITransformer Fit(IDataView input) => fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Promise!(inputSchema);
    }

    private sealed class Transformer(ITransformer inner, Func<IDataView, IDataView> transform) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner.Save(ctx);
    }
}
