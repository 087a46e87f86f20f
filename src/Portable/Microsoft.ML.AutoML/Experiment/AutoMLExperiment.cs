using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>One trial after the other, each proposed by a tuner and fitted by a runner, until a limit is reached.</summary>
public class AutoMLExperiment
{
    private readonly MLContext _context;
    private readonly AutoMLExperimentSettings _settings;
    private int? _maxTrials;
    private TimeSpan? _time;
    private TrialResult? _best;
    private double _bestLoss = double.MaxValue;

    public AutoMLExperiment(MLContext context, AutoMLExperimentSettings settings)
    {
        (_context, _settings) = (context, settings);
        settings.Seed ??= context.Seed;
        settings.SearchSpace ??= [];
        ServiceCollection.TryAddTransient(_ => CreateContext());
        ServiceCollection.TryAddSingleton(settings);
        ServiceCollection.TryAddSingleton(((IChannelProvider)context).Start(nameof(AutoMLExperiment)));
        this.SetPerformanceMonitor(2000);
    }

    internal IServiceCollection ServiceCollection { get; } = new ServiceCollection();

    public AutoMLExperiment SetTrainingTimeInSeconds(uint trainingTimeInSeconds)
    {
        _settings.MaxExperimentTimeInSeconds = trainingTimeInSeconds;
        _time = TimeSpan.FromSeconds(trainingTimeInSeconds);
        return this;
    }

    public AutoMLExperiment SetMaxModelToExplore(int maxModel)
    {
        _settings.MaxModels = maxModel;
        _maxTrials = maxModel;
        return this;
    }

    public AutoMLExperiment SetMaximumMemoryUsageInMegaByte(double value = double.MaxValue)
    {
        _settings.MaximumMemoryUsageInMegaByte = value;
        return this;
    }

    public AutoMLExperiment AddSearchSpace(string key, SearchSpace.SearchSpace searchSpace)
    {
        _settings.SearchSpace![key] = searchSpace;
        return this;
    }

    public AutoMLExperiment SetMonitor<TMonitor>(TMonitor monitor)
        where TMonitor : class, IMonitor
        => With(ServiceDescriptor.Singleton<IMonitor>(monitor));

    public AutoMLExperiment SetMonitor<TMonitor>()
        where TMonitor : class, IMonitor
        => With(ServiceDescriptor.Singleton<IMonitor, TMonitor>());

    public AutoMLExperiment SetMonitor<TMonitor>(Func<IServiceProvider, TMonitor> factory)
        where TMonitor : class, IMonitor
        => With(ServiceDescriptor.Singleton<IMonitor>(factory));

    public AutoMLExperiment SetTrialRunner<TTrialRunner>(TTrialRunner runner)
        where TTrialRunner : class, ITrialRunner
        => With(ServiceDescriptor.Singleton<ITrialRunner>(runner));

    public AutoMLExperiment SetTrialRunner<TTrialRunner>(Func<IServiceProvider, TTrialRunner> factory)
        where TTrialRunner : class, ITrialRunner
        => With(ServiceDescriptor.Transient<ITrialRunner>(factory));

    public AutoMLExperiment SetTrialRunner<TTrialRunner>()
        where TTrialRunner : class, ITrialRunner
        => With(ServiceDescriptor.Transient<ITrialRunner, TTrialRunner>());

    public AutoMLExperiment SetTuner<TTuner>(TTuner proposer)
        where TTuner : class, ITuner
        => SetTuner(_ => proposer);

    public AutoMLExperiment SetTuner<TTuner>(Func<IServiceProvider, TTuner> factory)
        where TTuner : class, ITuner
        => With(ServiceDescriptor.Singleton<ITuner>(factory));

    public AutoMLExperiment SetTuner<TTuner>()
        where TTuner : class, ITuner
        => With(ServiceDescriptor.Singleton<ITuner, TTuner>());

    public TrialResult Run() => RunAsync().Result;

    /// <summary>The best trial; what stops it early is no error as long as there is one.</summary>
    public async Task<TrialResult> RunAsync(CancellationToken ct = default)
    {
        _settings.CancellationToken = ct;
        var services = ServiceCollection.BuildServiceProvider();
        var log = services.GetRequiredService<IChannel>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (_time is { } time)
            end.CancelAfter(time);
        var monitor = services.GetService<IMonitor>();
        var history = services.GetService<CsvTrialHistory>();
        // Made once for nothing, so that a runner whose parts are missing fails before the tuner is asked.
        services.GetService<ITrialRunner>();
        var tuner = services.GetRequiredService<ITuner>();
        var trialCount = 0;
        var next = history?.Trials.Select(trial => trial.TrialSettings.TrialId + 1).DefaultIfEmpty(0).Max() ?? 0;
        var stopped = false;
        while (!stopped && !end.IsCancellationRequested && !(trialCount >= _maxTrials))
        {
            var settings = new TrialSettings
            {
                TrialId = next++,
                Parameter = Parameter.CreateNestedParameter(),
                StartedAtUtc = DateTime.UtcNow,
            };
            settings.Parameter = tuner.Propose(settings);
            // A trial that was cancelled ends the experiment, whoever cancelled it: so the official one does.
            using var trial = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            monitor?.ReportRunningTrial(settings);
            try
            {
                await RunTrialAsync(services, settings, trial, Completed);
            }
            catch (Exception e) when (!trial.IsCancellationRequested)
            {
                Failed(e);
                if (_best is null && e is not (OperationCanceledException or OutOfMemoryException))
                    throw;
            }
            catch (Exception e)
            {
                log.Trace(MessageSensitivity.Schema, $"Trial {settings.TrialId} was cancelled, which ends the experiment: {e.Message}");
            }
            stopped = trial.IsCancellationRequested;

            void Completed(TrialResult result)
            {
                monitor?.ReportCompletedTrial(result);
                Told(result);
                if (result.Loss < _bestLoss)
                {
                    (_best, _bestLoss) = (result, result.Loss);
                    monitor?.ReportBestTrial(result);
                }
            }

            void Failed(Exception e)
            {
                log.Trace(MessageSensitivity.Schema, $"Trial {JsonSerializer.Serialize(settings)} failed: {e.Message}");
                settings.EndedAtUtc = DateTime.UtcNow;
                monitor?.ReportFailTrial(settings, e);
                Told(new TrialResult { TrialSettings = settings, Loss = double.MaxValue });
            }

            void Told(TrialResult result)
            {
                tuner.Update(result);
                history?.Add(result);
                trialCount++;
            }
        }
        history?.Save();
        return _best ?? throw new TimeoutException(
            "Training time finished without completing a successful trial. "
            + "Either no trial completed or the metric for all completed trials are NaN or Infinity");
    }

    private static async Task RunTrialAsync(
        IServiceProvider services, TrialSettings settings, CancellationTokenSource trial, Action<TrialResult> completed)
    {
        using var performance = services.GetRequiredService<IPerformanceMonitor>();
        using var runner = services.GetRequiredService<ITrialRunner>();
        performance.PerformanceMetricsUpdated += (_, metrics) => performance.OnPerformanceMetricsUpdatedHandler(settings, metrics, trial);
        performance.Start();
        var result = await runner.RunAsync(settings, trial.Token);
        result.PeakCpu = performance.GetPeakCpuUsage();
        result.PeakMemoryInMegaByte = performance.GetPeakMemoryUsageInMegaByte();
        result.TrialSettings.EndedAtUtc = DateTime.UtcNow;
        performance.Pause();
        completed(result);
    }

    private AutoMLExperiment With(ServiceDescriptor service)
    {
        ServiceCollection.Add(service);
        return this;
    }

    /// <summary>Each trial has a context of its own, as an estimator's seeds depend on how many were made before it.</summary>
    private MLContext CreateContext()
    {
        var child = new MLContext(_context.Seed);
        var log = ((IChannelProvider)_context).Start($"{nameof(AutoMLExperiment)}-ChildContext");
        child.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                log.Warning(MessageSensitivity.Unknown, e.Message);
            else if (e.Kind == ChannelMessageKind.Info)
                log.Info(MessageSensitivity.Unknown, e.Message);
            else
                log.Trace(MessageSensitivity.Unknown, e.Message);
        };
        return child;
    }

    /// <summary>The settings of an experiment over any space.</summary>
    public class AutoMLExperimentSettings : ExperimentSettings
    {
        public AutoMLExperimentSettings()
        {
        }

        public int? Seed { get; set; }
        public SearchSpace.SearchSpace? SearchSpace { get; set; }
    }
}
