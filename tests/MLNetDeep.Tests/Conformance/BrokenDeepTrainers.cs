using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Tests.Conformance.Checks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Deep trainers with one fault each, by the check of ours that must find it.</summary>
internal static class BrokenDeepTrainers
{
    private static readonly List<torch.Tensor> Leaked = [];

    public static readonly Dictionary<string, Func<DeepSubject, DeepSubject>> All = new()
    {
        [nameof(DeepChecks.prediction_leaves_global_seed_alone)] = sound => Before(sound, () => torch.random.manual_seed(1)),
        [nameof(DeepChecks.no_tensor_left_alive)] = sound => Before(sound, () => Leaked.Add(torch.zeros(1))),
        [nameof(DeepChecks.validation_metric_covers_all_rows)] = sound => Asked(sound, options => options with { Loss = new FocalLoss() }),
        [nameof(DeepChecks.probability_is_the_logistic_of_the_score)] = TellsScoreAsProbability,
        [nameof(ContinuationChecks.resume_gives_the_same_bits)] = sound =>
            Asked(sound, options => options.ResumeFrom == null ? options : options with { ResumeFrom = null, Seed = 9 }),
        [nameof(ContinuationChecks.callbacks_see_every_epoch_and_batch)] =
            sound => Asked(sound, options => options with { Callbacks = [] }),
        [nameof(ContinuationChecks.continue_training_lowers_the_loss)] = sound =>
            Asked(sound, options => options with { InitialModel = null, MaximumEpochCount = 1 }),
    };

    private static DeepSubject Asked(DeepSubject sound, Func<DeepTrainerOptions, DeepTrainerOptions> edit)
        => sound with { Create = (ml, options) => sound.Create(ml, edit(options)) };

    private static DeepSubject Before(DeepSubject sound, Action fault) => sound with
    {
        Create = (ml, options) =>
        {
            var inner = sound.Create(ml, options);
            return new BrokenEstimator(data =>
            {
                fault();
                return inner.Fit(data);
            })
            { Promise = inner.GetOutputSchema };
        },
    };

    private static DeepSubject TellsScoreAsProbability(DeepSubject sound) => sound with
    {
        Create = (ml, options) => new BrokenEstimator(data =>
        {
            var model = sound.Create(ml, options).Fit(data);
            return new BrokenTransformer(model)
            {
                Output = input =>
                {
                    float[] scores = [.. Prediction.Of(model, (TestTable)input).Select(prediction => prediction.Score[0])];
                    return new TestTable(
                        new TestColumn<float>("Score", NumberDataViewType.Single, scores),
                        new TestColumn<float>("Probability", NumberDataViewType.Single, scores));
                },
            };
        }),
    };
}
