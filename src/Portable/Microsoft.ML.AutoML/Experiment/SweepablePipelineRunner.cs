using System.Diagnostics;

namespace Microsoft.ML.AutoML;

/// <summary>Fits the pipeline of a setting on the experiment's rows; of several folds it keeps the first model and the mean.</summary>
internal sealed class SweepablePipelineRunner(
    MLContext context, SweepablePipeline pipeline, IEvaluateMetricManager metricManager, IDatasetManager datasetManager) : ITrialRunner
{
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        try
        {
            using (ct.Register(context.CancelExecution))
                return Task.FromResult(Run(settings));
        }
        catch (Exception e) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e.InnerException);
        }
    }

    public void Dispose() => context.CancelExecution();

    private TrialResult Run(TrialSettings settings)
    {
        var watch = Stopwatch.StartNew();
        IEnumerable<(IDataView Train, IDataView Test)> splits = datasetManager switch
        {
            ICrossValidateDatasetManager folds => context.Data
                .CrossValidationSplit(folds.Dataset, folds.Fold, folds.SamplingKeyColumnName)
                .Select(split => (split.TrainSet, split.TestSet)),
            ITrainValidateDatasetManager sets => [(sets.LoadTrainDataset(context, settings), sets.LoadValidateDataset(context, settings))],
            _ => throw new ArgumentException(
                $"The rows must be an {nameof(ICrossValidateDatasetManager)} or an {nameof(ITrainValidateDatasetManager)}."),
        };
        List<ITransformer> models = [];
        List<double> metrics = [];
        foreach (var (train, test) in splits)
        {
            // Built anew for each fold: an estimator may keep the shape of the rows that it was first fitted on.
            var model = pipeline.BuildFromOption(context, settings.Parameter[SweepablePipeline.ExperimentKey]).Fit(train);
            metrics.Add(metricManager.Evaluate(context, model.Transform(test)));
            models.Add(model);
        }
        var metric = metrics.Average();
        return new TrialResult
        {
            TrialSettings = settings,
            Model = models[0],
            Metric = metric,
            Loss = metricManager.IsMaximize ? -metric : metric,
            DurationInMilliseconds = watch.ElapsedMilliseconds,
        };
    }
}
