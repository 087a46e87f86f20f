using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance;

/// <summary>A subject fitted once on its default table: most checks look at a model, and need none of their own.</summary>
internal sealed class FittedSubject
{
    private static readonly ConditionalWeakTable<TrainerSubject, Lazy<FittedSubject>> Made = [];

    private FittedSubject(TrainerSubject subject)
    {
        Data = subject.Table();
        Model = subject.Fit(Data);
        Predictions = Prediction.Of(Model, Data);
    }

    public TestTable Data { get; }

    public ITransformer Model { get; }

    /// <summary>Of its own training data.</summary>
    public IReadOnlyList<Prediction> Predictions { get; }

    // By reference: a subject that was changed is another subject.
    public static FittedSubject Of(TrainerSubject subject) => Made.GetValue(subject, key => new(() => new(key))).Value;
}
