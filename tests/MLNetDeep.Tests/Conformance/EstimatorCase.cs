using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>An estimator that is no trainer, to be checked.</summary>
/// <param name="Name">As in test names.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Data">What it is fitted on.</param>
/// <param name="Inputs">The columns it reads, with their roles and types as messages name them.</param>
/// <param name="Outputs">The columns it adds.</param>
internal sealed record EstimatorCase(
    string Name,
    Func<MLContext, IEstimator<ITransformer>> Create,
    Func<TestTable> Data,
    IReadOnlyList<(string Role, string Column, string Type)> Inputs,
    IReadOnlyList<string> Outputs)
{
    private static readonly Lazy<DeepPredictionTransformer> Network = new(() =>
    {
        var options = new CnnOptions
        {
            FeatureColumnName = "Signal",
            LabelColumnName = "Other",
            InputShape = InputShape.Signal(2),
            Layers = [new ConvSpec(3, 3), new ActivationSpec(Activation.Relu), new MaxPoolSpec(2), new FlattenSpec(), new LinearSpec(4)],
            MaximumEpochCount = 1,
            Seed = 1,
        };
        return new MLContext(1).Regression.Trainers.Cnn(options).Fit(Signals(30));
    });

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, EstimatorCase> All { get; } = new[]
    {
        new EstimatorCase(
            "Spectrogram",
            ml => ml.Transforms.Spectrogram("Image", "Signal", new SpectrogramOptions { ChannelCount = 2, FrameLength = 8, DynamicRange = 40 }),
            () => Signals(60),
            [("signal", "Signal", "Vector<Single>")],
            ["Image"]),
        new EstimatorCase(
            "Spectrogram in place",
            ml => ml.Transforms.Spectrogram("Signal", frameLength: 10, hopLength: 3, melBandCount: 2),
            () => Signals(30),
            [("signal", "Signal", "Vector<Single>")],
            ["Signal"]),
        new EstimatorCase(
            "Features of a network",
            ml => ml.Transforms.DeepFeatures("Embedding", Network.Value),
            () => Signals(30),
            [("feature", "Signal", "Vector<Single, 30>")],
            ["Embedding"]),
        new EstimatorCase(
            "Grad-CAM",
            ml => ml.Transforms.GradCam("Map", Network.Value, new GradCamOptions { LayerName = "1" }),
            () => Signals(30),
            [("feature", "Signal", "Vector<Single, 30>")],
            ["Map"]),
    }.ToDictionary(subject => subject.Name);

    private static TestTable Signals(int length)
    {
        var random = new Random(4);
        float[][] rows = [.. Enumerable.Range(0, 40)
            .Select(_ => Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray())];
        return new TestTable(
            TestColumn.Vector("Signal", rows, length),
            new TestColumn<float>("Other", Microsoft.ML.Data.NumberDataViewType.Single, [.. rows.Select(row => row[0])]));
    }
}
