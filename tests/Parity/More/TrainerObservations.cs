using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace Parity;

/// <summary>Weights, calibrators, importance, one-versus-all: cross-validated figures, and scores where nothing is random.</summary>
internal static class TrainerObservations
{
    public static void Add(Observer observer)
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Transforms.ReplaceMissingValues("V").Append(ml.Transforms.ReplaceMissingValues("X"))
            .Append(ml.Transforms.Concatenate("Features", "X", "V")).Append(ml.Transforms.NormalizeMinMax("Features")) is var pipeline
            ? pipeline.Fit(Item.Load(ml, 600)).Transform(Item.Load(ml, 600)) : throw new InvalidOperationException();

        void Binary(string name, IEstimator<ITransformer> trainer) => observer.Observe($"binary/{name}/cv", () =>
        {
            var metrics = ml.BinaryClassification.CrossValidateNonCalibrated(data, trainer, 5).Select(fold => fold.Metrics).ToArray();
            return new[] { metrics.Average(m => m.Accuracy), metrics.Average(m => m.AreaUnderRocCurve) };
        });
        var binary = ml.BinaryClassification.Trainers;
        Binary("lbfgs-weighted", binary.LbfgsLogisticRegression(exampleWeightColumnName: "Weight"));
        Binary("sdca-weighted", binary.SdcaLogisticRegression(exampleWeightColumnName: "Weight"));
        Binary("fasttree-weighted", binary.FastTree(exampleWeightColumnName: "Weight"));
        Binary("fastforest-weighted", binary.FastForest(exampleWeightColumnName: "Weight"));
        Binary("fasttree-small", binary.FastTree(new FastTreeBinaryTrainer.Options { NumberOfLeaves = 5, NumberOfTrees = 30, LearningRate = 0.1 }));
        Binary("lbfgs-strict", binary.LbfgsLogisticRegression(l1Regularization: 5, l2Regularization: 0.1f));
        Binary("sdca-l1", binary.SdcaLogisticRegression(l1Regularization: 0.05f));

        observer.Observe("binary/weights", () =>
        {
            var model = binary.LbfgsLogisticRegression(l1Regularization: 8, optimizationTolerance: 1e-9f).Fit(data).Model.SubModel;
            return model.Weights.Select(w => w.ToString("F2")).ToArray();
        });
        foreach (var (name, calibrator) in new (string, IEstimator<ITransformer>)[]
        {
            ("platt", ml.BinaryClassification.Calibrators.Platt(scoreColumnName: "Target")), ("naive", ml.BinaryClassification.Calibrators.Naive(scoreColumnName: "Target")),
            ("isotonic", ml.BinaryClassification.Calibrators.Isotonic(scoreColumnName: "Target")), ("fixed", ml.BinaryClassification.Calibrators.Platt(-1.5, 0.25, "Target")),
        })
        {
            observer.Transform($"calibrators/{name}", calibrator, data, "Probability");
        }

        void Multi(string name, IEstimator<ITransformer> trainer)
        {
            observer.Observe($"multiclass/{name}/schema", () => Observer.Schema(trainer.Fit(data).Transform(data).Schema)[^2..]);
            observer.Observe($"multiclass/{name}/cv", () =>
            {
                var metrics = ml.MulticlassClassification.CrossValidate(data, trainer, 5, "Class").Select(fold => fold.Metrics).ToArray();
                return new[] { metrics.Average(m => m.MicroAccuracy), metrics.Average(m => m.MacroAccuracy) };
            });
        }
        var multi = ml.MulticlassClassification.Trainers;
        Multi("lbfgs-weighted", multi.LbfgsMaximumEntropy("Class", exampleWeightColumnName: "Weight"));
        Multi("sdca-weighted", multi.SdcaMaximumEntropy("Class", exampleWeightColumnName: "Weight"));
        Multi("lbfgs-ova", multi.OneVersusAll(binary.LbfgsLogisticRegression("Class"), "Class"));
        Multi("averagedperceptron-ova", multi.OneVersusAll(binary.AveragedPerceptron("Class"), "Class"));
        Multi("lbfgs-ova-scores", multi.OneVersusAll(binary.LbfgsLogisticRegression("Class"), "Class", useProbabilities: false));

        void Regress(string name, IEstimator<ITransformer> trainer) => observer.Observe($"regression/{name}/cv", () =>
        {
            var metrics = ml.Regression.CrossValidate(data, trainer, 5, "Target").Select(fold => fold.Metrics).ToArray();
            return new[] { metrics.Average(m => m.RSquared), metrics.Average(m => m.RootMeanSquaredError), metrics.Average(m => m.MeanAbsoluteError) };
        });
        var regression = ml.Regression.Trainers;
        Regress("sdca-weighted", regression.Sdca("Target", exampleWeightColumnName: "Weight"));
        Regress("poisson-weighted", regression.LbfgsPoissonRegression("Target", exampleWeightColumnName: "Weight"));
        Regress("fasttree-weighted", regression.FastTree("Target", exampleWeightColumnName: "Weight"));
        Regress("fastforest-weighted", regression.FastForest("Target", exampleWeightColumnName: "Weight"));

        observer.Observe("regression/pfi", () =>
        {
            var model = regression.LbfgsPoissonRegression("Target").Fit(data);
            var importance = ml.Regression.PermutationFeatureImportance(model, data, "Target", permutationCount: 3);
            return importance.Select(metric => metric.RSquared.Mean < -0.01).ToArray();
        });
        observer.Observe("binary/pfi-by-name", () =>
        {
            var model = binary.LbfgsLogisticRegression().Fit(data);
            return ml.BinaryClassification.PermutationFeatureImportance(model, data, permutationCount: 2).Length;
        });
        observer.Observe("binary/no-rows", () => binary.LbfgsLogisticRegression().Fit(ml.Data.FilterRowsByColumn(data, "Id", upperBound: -1)).GetType().Name);
        observer.Observe("binary/label-type", () => binary.SdcaLogisticRegression("Target").Fit(data).GetType().Name);
        observer.Observe("binary/info", () => new ITrainerEstimator<ISingleFeaturePredictionTransformer<object>, object>[]
        {
            binary.SdcaLogisticRegression(), binary.AveragedPerceptron(), binary.FastForest(), multi.SdcaMaximumEntropy(), regression.Sdca(), regression.LbfgsPoissonRegression(),
        }.Select(trainer => $"{trainer.GetType().Name} {trainer.Info.NeedNormalization} {trainer.Info.WantCaching}").ToArray());
    }
}
