using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Portable.Tests.Trainers;

/// <summary>What official ML.NET 5.0.0 learns from the test rows, with one thread and without shuffling.</summary>
public class OfficialWeightsTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void Sdca_logistic_regression()
    {
        Same([-0.4167248, 3.947124, -5.727602, -1.039893, 0.7324545, 0.3946797], Fit(new() { Shuffle = false, NumberOfThreads = 1 }));
        Same([0.06710033, 2.31922, -3.674593, -0.8752735, 0.4218132, 0.0007749195], Fit(new()
        {
            Shuffle = false,
            NumberOfThreads = 1,
            ExampleWeightColumnName = "Weight",
            PositiveInstanceWeight = 2,
            L2Regularization = 0.01f,
            MaximumNumberOfIterations = 20,
        }));
        Same([0, 1.336226, -2.342831, -0.6991808, 0, 0],
            Fit(new() { Shuffle = false, NumberOfThreads = 1, L1Regularization = 0.5f, L2Regularization = 0.02f }));

        static float[] Fit(SdcaLogisticRegressionBinaryTrainer.Options options) =>
            Flat(Ml.BinaryClassification.Trainers.SdcaLogisticRegression(options).Fit(TestRows.View(Ml)).Model.SubModel);
    }

    [Fact]
    public void Sdca_regression()
    {
        Same([0.01970025, 2.008068, -0.01040764, 0.04479817, -1.019569, 0.0285312],
            Fit(new() { LabelColumnName = "Target", Shuffle = false, NumberOfThreads = 1 }));
        Same([0.02168412, 2.017137, 0, 0, -0.9915153, -0.08463349], Fit(new()
        {
            LabelColumnName = "Target",
            Shuffle = false,
            NumberOfThreads = 1,
            ExampleWeightColumnName = "Weight",
            L1Regularization = 0.1f,
            L2Regularization = 0.1f,
        }));

        static float[] Fit(SdcaRegressionTrainer.Options options) =>
            Flat(Ml.Regression.Trainers.Sdca(options).Fit(TestRows.View(Ml)).Model);
    }

    [Fact]
    public void Sdca_maximum_entropy()
    {
        Same(
        [
            -3.49615, 1.724754, 1.771504, -2.517305, 8.892387, -3.274256, 0.1281752, -0.4614837, 3.76019, -4.466382, -0.9871776,
            -0.04893053, 0.5205834, -1.242856, -4.420619, 4.261291, -0.07923973, -0.05910194,
        ], Fit(new() { LabelColumnName = "Key", Shuffle = false, NumberOfThreads = 1 }));
        Same(
        [
            -0.3835913, 0.1340902, 0.2855272, 0, 2.011565, -0.276365, -0.5229663, 0, 1.455834, -1.012243, -0.734025, 0.1277955,
            -0.2066159, -1.277151, -0.7493237, 1.260392, 0.1451707, 0.3249592,
        ], Fit(new()
        {
            LabelColumnName = "Key",
            Shuffle = false,
            NumberOfThreads = 1,
            L1Regularization = 0.25f,
            L2Regularization = 0.05f,
            BiasLearningRate = 0.5f,
            ExampleWeightColumnName = "Weight",
        }));

        static float[] Fit(SdcaMaximumEntropyMulticlassTrainer.Options options)
        {
            var model = Ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(options).Fit(Keyed()).Model;
            VBuffer<float>[] weights = [];
            model.GetWeights(ref weights, out _);
            return [.. model.GetBiases(), .. weights.SelectMany(row => row.DenseValues())];
        }
    }

    [Fact]
    public void Poisson_regression()
    {
        var trainers = Ml.Regression.Trainers;

        Same([0.09491448, 0.9890105, -0.01839609, -0.584127, -0.03224826, 0.007028629],
            Flat(trainers.LbfgsPoissonRegression("Count").Fit(TestRows.View(Ml)).Model));
        Same([0.08575545, 1.000811, -0.02548332, -0.6028008, -0.05184168, -0.01297818], Flat(
            trainers.LbfgsPoissonRegression("Count", exampleWeightColumnName: "Weight", l1Regularization: 0).Fit(TestRows.View(Ml)).Model));
        var error = Assert.Throws<InvalidOperationException>(() => trainers.LbfgsPoissonRegression("Target").Fit(TestRows.View(Ml)));
        Assert.Equal("Poisson regression must regress to a non-negative label, but label -0.5599609 encountered", error.Message);
    }

    [Fact]
    public void Averaged_perceptron()
    {
        Same([0.3413333, 4.772387, -7.126134, -1.222539, 0.08364727, 0.2520954], Fit(new() { Shuffle = false }));
        Same([-0.004595816, 0.1870284, -0.3381585, -0.1171906, 0.01031476, -0.02122631],
            Fit(new() { Shuffle = false, LossFunction = new LogLoss(), DecreaseLearningRate = true, L2Regularization = 0.01f }));
        Same([0.4818333, 3.597231, -4.97029, -0.7501307, -0.08367406, 0.183676],
            Fit(new() { Shuffle = false, LazyUpdate = false, LearningRate = 0.5f }));
        Same([1, 5.836709, -6.50408, -2.286302, -0.3888697, 0.1868078],
            Fit(new() { Shuffle = false, Averaged = false, NumberOfIterations = 2 }));

        static float[] Fit(AveragedPerceptronTrainer.Options options) =>
            Flat(Ml.BinaryClassification.Trainers.AveragedPerceptron(options).Fit(TestRows.View(Ml)).Model);
    }

    [Fact]
    public void One_versus_all()
    {
        var binary = Ml.BinaryClassification.Trainers;
        var multi = Ml.MulticlassClassification.Trainers;

        Same([0.5778576, 0.01939795, 0.4027445], Score(multi.OneVersusAll(binary.LbfgsLogisticRegression("Key"), "Key")));
        Same([0.01380301, -4.063385, -0.6151481],
            Score(multi.OneVersusAll(binary.LbfgsLogisticRegression("Key"), "Key", useProbabilities: false)));
        var perceptron = binary.AveragedPerceptron(new AveragedPerceptronTrainer.Options { Shuffle = false, LabelColumnName = "Key" });
        Same([0.460289, 0.001476448, 0.5382345], Score(multi.OneVersusAll(perceptron, "Key")));
        Same(Score(multi.OneVersusAll(perceptron, "Key")).Select(p => (double)p),
            Score(multi.OneVersusAll(perceptron, "Key", calibrator: Ml.BinaryClassification.Calibrators.Platt())));

        static float[] Score(IEstimator<ITransformer> trainer) => Ml.Data.CreateEnumerable<Scored>(
            trainer.Fit(Keyed()).Transform(Keyed()), reuseRowObject: false).First().Score;
    }

    [Theory]
    [InlineData("Nope", "Nope column 'Label' not found (Parameter 'schema')")]
    [InlineData("Class",
        "Training label column 'Class' type is not valid for multi-class: String. Type must be Single or Double. (Parameter 'data')")]
    public void One_versus_all_names_a_bad_label(string label, string message)
    {
        var trainer = Ml.MulticlassClassification.Trainers.OneVersusAll(Ml.BinaryClassification.Trainers.AveragedPerceptron(label), label);

        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Keyed())).Message);
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Names("L2 constant must be non-negative. (Parameter 'L2Regularization')",
            () => Ml.BinaryClassification.Trainers.SdcaLogisticRegression(l2Regularization: -1));
        Names("Max number of iterations must be positive. (Parameter 'MaximumNumberOfIterations')",
            () => Ml.Regression.Trainers.Sdca(maximumNumberOfIterations: 0));
        Names("Convergence tolerance must be positive and no larger than 1. (Parameter 'ConvergenceTolerance')",
            () => Ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { ConvergenceTolerance = 2 }));
        Names("must be positive (Parameter 'LearningRate')", () => Ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 0));
        Names("must be in range [0, 0.5) (Parameter 'L2Regularization')",
            () => Ml.BinaryClassification.Trainers.AveragedPerceptron(l2Regularization: 0.5f));

        static void Names(string message, Func<object> make) =>
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
    }

    [Fact]
    public void No_rows_are_refused()
    {
        var none = Ml.Data.FilterRowsByColumn(TestRows.View(Ml), "Weight", 10, 11);

        var error = Assert.Throws<InvalidOperationException>(() => Ml.Regression.Trainers.Sdca("Target").Fit(none));

        Assert.Equal("Training set has 0 instances, aborting training.", error.Message);
    }

    [Fact]
    public void Losses_and_their_duals()
    {
        ISupportSdcaLoss[] losses = [new LogLoss(), new HingeLoss(), new SquaredLoss()];

        Same(
        [
            0.40319, 1.1032, -0.33181, 0.66819, 0.61086, double.NegativeInfinity, 0.44444, 0.065906, 0.32683,
            0.3, 1.7, -1, 1, 0.3, double.NegativeInfinity, 0.5, 0.15, 0.375,
            0.09, 0.49, -0.6, 1.4, 0.2775, -0.0225, 0.4, 0.1, 0.95625,
        ], losses.SelectMany(l => new[]
        {
            l.Loss(0.7f, 1), l.Loss(0.7f, 0), l.Derivative(0.7f, 1), l.Derivative(0.7f, 0), l.DualLoss(1, 0.3f), l.DualLoss(0, 0.3f),
            l.ComputeDualUpdateInvariant(2), l.DualUpdate(0.7f, 1, 0.2f, 0.5f, 1), l.DualUpdate(-3, 1, -0.5f, 0.9f, 4),
        }).Select(value => (float)value));
    }

    [Fact]
    public void Same_seed_gives_the_same_model()
    {
        static float[] Fit() => Flat(new MLContext(seed: 7).Regression.Trainers.Sdca("Target").Fit(TestRows.View(Ml)).Model);

        Assert.Equal(Fit(), Fit());
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }

    private static IDataView Keyed() =>
        Ml.Transforms.Conversion.MapValueToKey("Key", "Class").Fit(TestRows.View(Ml)).Transform(TestRows.View(Ml));

    private static float[] Flat(LinearModelParameters model) => [model.Bias, .. model.Weights];

    private static void Same(IEnumerable<double> expected, IEnumerable<float> actual)
    {
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, 2e-3 * Math.Max(1, double.IsFinite(e) ? Math.Abs(e) : 0));
        Assert.Equal(expected.Count(), actual.Count());
    }
}
