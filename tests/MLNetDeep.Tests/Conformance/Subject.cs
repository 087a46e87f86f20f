using Microsoft.ML;
using MLNetDeep.Tests.Conformance.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>A trainer to be checked, with settings that make a fit quick.</summary>
/// <param name="Name">As in test names: <c>Mlp.Binary</c>.</param>
/// <param name="Task">What it learns.</param>
/// <param name="Options">Tiny settings.</param>
/// <param name="Create">Makes the estimator.</param>
internal sealed record Subject(
    string Name, TaskData Task, DeepTrainerOptions Options, Func<MLContext, DeepTrainerOptions, IEstimator<ITransformer>> Create)
{
    /// <summary>An estimator in an environment of its own.</summary>
    public IEstimator<ITransformer> Estimator(int seed = 1) => Create(new MLContext(), Options with { Seed = seed });

    public ITransformer Fit(IDataView data, int seed = 1) => Estimator(seed).Fit(data);

    /// <summary>The predictions of a fresh fit on its own training data.</summary>
    public IReadOnlyList<Prediction> FitAndPredict(IDataView data, int seed = 1) => Prediction.Read(Fit(data, seed).Transform(data));
}
