using System.Diagnostics;

namespace Microsoft.ML.AutoML;

/// <summary>What a trial takes of the machine.</summary>
public class TrialPerformanceMetrics
{
    public double? PeakMemoryUsage { get; set; }
    public double? PeakCpuUsage { get; set; }
    public double CpuUsage { get; internal set; }
    public double MemoryUsage { get; internal set; }
}

/// <summary>Watches what a trial takes of the machine, and may cancel it.</summary>
public interface IPerformanceMonitor : IDisposable
{
    event EventHandler<TrialPerformanceMetrics>? PerformanceMetricsUpdated;

    void Start();
    void Pause();
    void Stop();

    double? GetPeakMemoryUsageInMegaByte();
    double? GetPeakCpuUsage();

    void OnPerformanceMetricsUpdatedHandler(
        TrialSettings trialSettings, TrialPerformanceMetrics metrics, CancellationTokenSource trialCancellationTokenSource);
}

/// <summary>Looks at the whole process from time to time: memory in megabytes, cores as a fraction of all.</summary>
public class DefaultPerformanceMonitor : IPerformanceMonitor
{
    private const double Megabyte = 1024 * 1024;
    private readonly AutoMLExperiment.AutoMLExperimentSettings _settings;
    private readonly IChannel? _log;
    private readonly int _interval;
    private System.Timers.Timer? _timer;
    private TimeSpan _processorTime;
    private double? _peakCpu;
    private double? _peakMemory;

    public DefaultPerformanceMonitor(AutoMLExperiment.AutoMLExperimentSettings settings, IChannel? logger, int checkIntervalInMilliseconds)
        => (_settings, _log, _interval) = (settings, logger, checkIntervalInMilliseconds);

    public event EventHandler<TrialPerformanceMetrics>? PerformanceMetricsUpdated;

    public void Start()
    {
        if (_timer is null)
        {
            using var process = Process.GetCurrentProcess();
            _processorTime = process.TotalProcessorTime;
            _timer = new(_interval);
            _timer.Elapsed += (_, _) => Sample();
        }
        _timer.Enabled = false;
        Sample();
        _timer.Enabled = true;
    }

    public void Pause() => _timer!.Enabled = false;

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        (_peakCpu, _peakMemory) = (null, null);
    }

    public void Dispose() => Stop();
    public double? GetPeakMemoryUsageInMegaByte() => _peakMemory;
    public double? GetPeakCpuUsage() => _peakCpu;

    public virtual void OnPerformanceMetricsUpdatedHandler(
        TrialSettings trialSettings, TrialPerformanceMetrics metrics, CancellationTokenSource trialCancellationTokenSource)
    {
        if (!(metrics.PeakMemoryUsage > _settings.MaximumMemoryUsageInMegaByte) || trialCancellationTokenSource.IsCancellationRequested)
            return;
        _log?.Trace(MessageSensitivity.None, $"Trial {trialSettings.TrialId} is cancelled: it takes {metrics.PeakMemoryUsage} MB, "
            + $"and {_settings.MaximumMemoryUsageInMegaByte} are allowed.");
        trialCancellationTokenSource.Cancel();
    }

    private void Sample()
    {
        using var process = Process.GetCurrentProcess();
        var processorTime = process.TotalProcessorTime;
        var cpu = (processorTime - _processorTime).TotalMilliseconds / ((double)Environment.ProcessorCount * _interval);
        var memory = process.WorkingSet64 / Megabyte;
        _processorTime = processorTime;
        _peakCpu = Math.Max(cpu, _peakCpu ?? 0);
        _peakMemory = Math.Max(memory, _peakMemory ?? 0);
        PerformanceMetricsUpdated?.Invoke(this, new TrialPerformanceMetrics
        {
            CpuUsage = cpu,
            MemoryUsage = memory,
            PeakCpuUsage = _peakCpu,
            PeakMemoryUsage = _peakMemory,
        });
    }
}
