using Binary = Microsoft.ML.BinaryClassificationCatalog.BinaryClassificationTrainers;
using Multiclass = Microsoft.ML.MulticlassClassificationCatalog.MulticlassClassificationTrainers;
using Regression = Microsoft.ML.RegressionCatalog.RegressionTrainers;
using static Microsoft.ML.Data.DefaultColumnNames;

namespace Microsoft.ML;

public static class StandardTrainersCatalog
{
    public static SdcaLogisticRegressionBinaryTrainer SdcaLogisticRegression(this Binary catalog, string labelColumnName = Label, string
        featureColumnName = Features, string? exampleWeightColumnName = null, float? l2Regularization = null, float? l1Regularization =
        null, int? maximumNumberOfIterations = null) =>
        new(catalog.GetEnvironment(), SdcaLogisticRegressionBinaryTrainer.Fill(new SdcaLogisticRegressionBinaryTrainer.Options(),
            labelColumnName, featureColumnName, exampleWeightColumnName, l2Regularization, l1Regularization, maximumNumberOfIterations));
    public static SdcaLogisticRegressionBinaryTrainer SdcaLogisticRegression(this Binary catalog,
        SdcaLogisticRegressionBinaryTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static SdcaMaximumEntropyMulticlassTrainer SdcaMaximumEntropy(this Multiclass catalog, string labelColumnName = Label, string
        featureColumnName = Features, string? exampleWeightColumnName = null, float? l2Regularization = null, float? l1Regularization =
        null, int? maximumNumberOfIterations = null) =>
        new(catalog.GetEnvironment(), SdcaMaximumEntropyMulticlassTrainer.Fill(new SdcaMaximumEntropyMulticlassTrainer.Options(),
            labelColumnName, featureColumnName, exampleWeightColumnName, l2Regularization, l1Regularization, maximumNumberOfIterations));
    public static SdcaMaximumEntropyMulticlassTrainer SdcaMaximumEntropy(this Multiclass catalog,
        SdcaMaximumEntropyMulticlassTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static SdcaRegressionTrainer Sdca(this Regression catalog, string labelColumnName = Label, string featureColumnName = Features,
        string? exampleWeightColumnName = null, ISupportSdcaRegressionLoss? lossFunction = null, float? l2Regularization = null, float?
        l1Regularization = null, int? maximumNumberOfIterations = null) =>
        new(catalog.GetEnvironment(), SdcaRegressionTrainer.Fill(new SdcaRegressionTrainer.Options { LossFunction = lossFunction },
            labelColumnName, featureColumnName, exampleWeightColumnName, l2Regularization, l1Regularization, maximumNumberOfIterations));
    public static SdcaRegressionTrainer Sdca(this Regression catalog, SdcaRegressionTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(this Binary catalog, string labelColumnName = Label, string
        featureColumnName = Features, string? exampleWeightColumnName = null, float l1Regularization = 1, float l2Regularization = 1, float
        optimizationTolerance = 1e-7f, int historySize = 20, bool enforceNonNegativity = false) =>
        new(catalog.GetEnvironment(), LbfgsLogisticRegressionBinaryTrainer.MakeOptions(labelColumnName, featureColumnName,
            exampleWeightColumnName, l1Regularization, l2Regularization, optimizationTolerance, historySize, enforceNonNegativity));
    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(this Binary catalog,
        LbfgsLogisticRegressionBinaryTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this Multiclass catalog, string labelColumnName = Label, string
        featureColumnName = Features, string? exampleWeightColumnName = null, float l1Regularization = 1, float l2Regularization = 1, float
        optimizationTolerance = 1e-7f, int historySize = 20, bool enforceNonNegativity = false) =>
        new(catalog.GetEnvironment(), LbfgsMaximumEntropyMulticlassTrainer.MakeOptions(labelColumnName, featureColumnName,
            exampleWeightColumnName, l1Regularization, l2Regularization, optimizationTolerance, historySize, enforceNonNegativity));
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this Multiclass catalog,
        LbfgsMaximumEntropyMulticlassTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static LbfgsPoissonRegressionTrainer LbfgsPoissonRegression(this Regression catalog, string labelColumnName = Label, string
        featureColumnName = Features, string? exampleWeightColumnName = null, float l1Regularization = 1, float l2Regularization = 1, float
        optimizationTolerance = 1e-7f, int historySize = 20, bool enforceNonNegativity = false) =>
        new(catalog.GetEnvironment(), LbfgsPoissonRegressionTrainer.MakeOptions(labelColumnName, featureColumnName, exampleWeightColumnName,
            l1Regularization, l2Regularization, optimizationTolerance, historySize, enforceNonNegativity));
    public static LbfgsPoissonRegressionTrainer LbfgsPoissonRegression(this Regression catalog,
        LbfgsPoissonRegressionTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static AveragedPerceptronTrainer AveragedPerceptron(this Binary catalog, string labelColumnName = Label,
        string featureColumnName = Features, IClassificationLoss? lossFunction = null, float learningRate = 1,
        bool decreaseLearningRate = false, float l2Regularization = 0, int numberOfIterations = 10)
    {
        var options = new AveragedPerceptronTrainer.Options { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName };
        options.LossFunction = lossFunction ?? new LogLoss(); // unlike the options' default, the hinge
        (options.LearningRate, options.DecreaseLearningRate) = (learningRate, decreaseLearningRate);
        (options.L2Regularization, options.NumberOfIterations) = (l2Regularization, numberOfIterations);
        return new(catalog.GetEnvironment(), options);
    }

    public static AveragedPerceptronTrainer AveragedPerceptron(this Binary catalog, AveragedPerceptronTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckRef(options, nameof(options)));

    public static OneVersusAllTrainer OneVersusAll<TModel>(this Multiclass catalog,
        ITrainerEstimator<BinaryPredictionTransformer<TModel>, TModel> binaryEstimator, string labelColumnName = Label,
        bool imputeMissingLabelsAsNegative = false, IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>>? calibrator = null,
        int maximumCalibrationExampleCount = 1000000000, bool useProbabilities = true)
        where TModel : class => new(catalog.GetEnvironment(), binaryEstimator, labelColumnName, calibrator, useProbabilities);
}
