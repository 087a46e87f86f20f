using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.AutoML;

/// <summary>What an experiment is made of: pipeline, rows, metric, tuner, monitors, checkpoint.</summary>
public static class AutoMLExperimentExtension
{
    public static AutoMLExperiment SetDataset(
        this AutoMLExperiment experiment, IDataView train, IDataView validation, bool subSamplingTrainDataset = false)
    {
        if (subSamplingTrainDataset)
            experiment.AddSearchSpace(nameof(TrainValidateDatasetManager), new SearchSpace.SearchSpace
            {
                { TrainValidateDatasetManager.SubSamplingKey, new UniformSingleOption(0, 1, false, 0.1f) },
            });
        experiment.ServiceCollection.AddSingleton<IDatasetManager>(new TrainValidateDatasetManager(train, validation));
        return experiment;
    }

    public static AutoMLExperiment SetDataset(this AutoMLExperiment experiment, DataOperationsCatalog.TrainTestData trainValidationSplit)
        => experiment.SetDataset(trainValidationSplit.TrainSet, trainValidationSplit.TestSet);

    public static AutoMLExperiment SetDataset(
        this AutoMLExperiment experiment, IDataView dataset, int fold = 10, string? samplingKeyColumnName = null)
    {
        experiment.ServiceCollection.AddSingleton<IDatasetManager>(new CrossValidateDatasetManager
        {
            Dataset = dataset,
            Fold = fold,
            SamplingKeyColumnName = samplingKeyColumnName,
        });
        return experiment;
    }

    public static AutoMLExperiment SetBinaryClassificationMetric(
        this AutoMLExperiment experiment,
        BinaryClassificationMetric metric,
        string labelColumn = "label",
        string predictedColumn = "PredictedLabel")
        => experiment.SetMetric(EvaluateMetricManager.Binary(metric, labelColumn, predictedColumn));

    public static AutoMLExperiment SetMulticlassClassificationMetric(
        this AutoMLExperiment experiment,
        MulticlassClassificationMetric metric,
        string labelColumn = "label",
        string predictedColumn = "PredictedLabel")
        => experiment.SetMetric(EvaluateMetricManager.Multiclass(metric, labelColumn, predictedColumn));

    public static AutoMLExperiment SetRegressionMetric(
        this AutoMLExperiment experiment, RegressionMetric metric, string labelColumn = "Label", string scoreColumn = "Score")
        => experiment.SetMetric(EvaluateMetricManager.Regression(metric, labelColumn, scoreColumn));

    /// <summary>Sets runner, monitor and tuner too: what is set of them before is replaced.</summary>
    public static AutoMLExperiment SetPipeline(this AutoMLExperiment experiment, SweepablePipeline pipeline)
    {
        experiment.AddSearchSpace(SweepablePipeline.ExperimentKey, pipeline.SearchSpace);
        experiment.ServiceCollection.AddSingleton(pipeline);
        return experiment.SetTrialRunner<SweepablePipelineRunner>().SetMonitor<MLContextMonitor>().SetTuner<EciCostFrugalTuner>();
    }

    public static AutoMLExperiment SetPerformanceMonitor(this AutoMLExperiment experiment, int checkIntervalInMilliseconds = 1000)
        => experiment.SetPerformanceMonitor(services => new DefaultPerformanceMonitor(
            services.GetRequiredService<AutoMLExperiment.AutoMLExperimentSettings>(),
            services.GetService<IChannel>(),
            checkIntervalInMilliseconds));

    public static AutoMLExperiment SetPerformanceMonitor<TPerformanceMonitor>(
        this AutoMLExperiment experiment, Func<IServiceProvider, TPerformanceMonitor> factory)
        where TPerformanceMonitor : class, IPerformanceMonitor
    {
        experiment.ServiceCollection.AddTransient<IPerformanceMonitor>(factory);
        return experiment;
    }

    public static AutoMLExperiment SetPerformanceMonitor<TPerformanceMonitor>(this AutoMLExperiment experiment)
        where TPerformanceMonitor : class, IPerformanceMonitor
    {
        experiment.ServiceCollection.AddTransient<IPerformanceMonitor, TPerformanceMonitor>();
        return experiment;
    }

    public static AutoMLExperiment SetCostFrugalTuner(this AutoMLExperiment experiment)
        => experiment.SetTuner(services =>
        {
            var (space, seed) = Searched(services);
            return new CostFrugalTuner(space, seed);
        });

    public static AutoMLExperiment SetRandomSearchTuner(this AutoMLExperiment experiment, int? seed = null)
        => experiment.SetTuner(services =>
        {
            var (space, own) = Searched(services);
            return new RandomSearchTuner(space, seed ?? own);
        });

    public static AutoMLExperiment SetGridSearchTuner(this AutoMLExperiment experiment, int step = 10)
        => experiment.SetTuner(services => new GridSearchTuner(Searched(services).Space, step));

    public static AutoMLExperiment SetEciCostFrugalTuner(this AutoMLExperiment experiment) => experiment.SetTuner<EciCostFrugalTuner>();

    /// <summary>Trials are written to a file of the folder when the experiment ends, and read by the next one of the same space.</summary>
    public static AutoMLExperiment SetCheckpoint(this AutoMLExperiment experiment, string folder)
    {
        Directory.CreateDirectory(folder);
        experiment.ServiceCollection.AddSingleton(services =>
        {
            var space = Searched(services).Space;
            var metric = services.GetService<IMetricManager>() is { } manager ? $"-{manager.MetricName}" : "";
            return new CsvTrialHistory(Path.Combine(folder, $"trialResults-{space.GetHashCode()}{metric}.csv"), space);
        });
        return experiment;
    }

    private static AutoMLExperiment SetMetric(this AutoMLExperiment experiment, EvaluateMetricManager manager)
    {
        experiment.ServiceCollection.AddSingleton<IMetricManager>(manager);
        experiment.ServiceCollection.AddSingleton<IEvaluateMetricManager>(manager);
        return experiment;
    }

    private static (SearchSpace.SearchSpace Space, int? Seed) Searched(IServiceProvider services)
    {
        var settings = services.GetRequiredService<AutoMLExperiment.AutoMLExperimentSettings>();
        return (settings.SearchSpace!, settings.Seed);
    }
}
