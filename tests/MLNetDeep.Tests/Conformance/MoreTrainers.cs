using Microsoft.ML;
using MLNetDeep.Conformance;
using MLNetDeep.Tests.Sequences;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Our trainers of tasks that the suite makes no data for, and the ensemble of given members.</summary>
internal static class MoreTrainers
{
    public static IReadOnlyDictionary<string, TrainerSubject> All { get; } = new[]
    {
        Sequences(
            "SequenceLabeling.Lstm", "Tags", (rows, seed) => SequenceTables.Tagged(rows, seed),
            (request, options) => request.Context.SequenceLabeling.Trainers.Lstm(options)),
        Sequences(
            "SequenceToSequence.Lstm", "Answer", (rows, seed) => SequenceTables.Rearranged(rows, seed, Enumerable.Reverse),
            (request, options) => request.Context.SequenceToSequence.Trainers.Lstm(options)),
        WeightedEnsemble(),
    }.ToDictionary(subject => subject.Name);

    private static TrainerSubject Sequences(
        string name, string label, Func<int, int, IDataView> data, Func<TrainingRequest, LstmOptions, DeepTrainer> create)
    {
        var tiny = new LstmOptions
        {
            LabelColumnName = label,
            FeatureColumnName = "Words",
            HiddenSize = 6,
            MaximumEpochCount = 3,
            BatchSize = 32,
            LearningRate = 0.02,
            ThreadCount = 1,
        };
        var deep = new DeepSubject(name, TaskData.Other, tiny, (_, _) => throw new NotSupportedException("Create is given below."));
        return new TrainerSubject
        {
            Name = name,
            Task = TaskData.Other,
            Create = request => create(request, request.Watch((LstmOptions)deep.Asked(request))),
            Capabilities = DeepSubject.Claims,
            LabelColumnName = label,
            FeatureColumnName = "Words",
            OwnData = data,
            EpochMessage = "Epoch ",
        };
    }

    private static TrainerSubject WeightedEnsemble()
    {
        var mlp = Trainers.All["Mlp.Regression"];
        return new TrainerSubject
        {
            Name = "WeightedEnsemble.Regression",
            Task = TaskData.Regression,
            Create = request => request.Context.Regression.Trainers.WeightedEnsemble(
                [mlp.Create(request.Context, mlp.Asked(request)), mlp.Create(request.Context, mlp.Asked(request) with { Seed = 17 })],
                request.Watch(new WeightedEnsembleOptions { FoldCount = 2, SelectionCount = 3, Seed = request.Seed })),
            Capabilities = TrainerCapabilities.OwnSeed | TrainerCapabilities.Randomness,
            KnownGaps = new Dictionary<string, string>
            {
                ["infinite_feature_is_refused_with_row_number"] = "a member sees the rows of a fold only, and counts those",
            },
        };
    }
}
