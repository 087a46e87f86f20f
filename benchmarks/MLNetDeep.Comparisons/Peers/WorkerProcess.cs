using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>
/// A process that stays alive between the rounds and does the work of one whenever it is told: starting up and importing are measured by
/// nobody, and the peak of memory is the worker's own.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Queue<string> _lastErrors = [];

    private WorkerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data))
                return;
            lock (_lastErrors)
            {
                _lastErrors.Enqueue(line.Data);
                if (_lastErrors.Count > 1)
                    _lastErrors.Dequeue();
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>The library and its version, as the worker says.</summary>
    public string Name { get; private set; } = "";

    /// <summary>From the start of the process to its first line.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts a worker and waits until it is warm.</summary>
    /// <exception cref="WorkerFailedException">It cannot do the work, because its library is not installed, for instance.</exception>
    public static WorkerProcess Start(Contender contender, string python, string folder, int threads)
    {
        string[] arguments = [contender.Work, contender.Library, folder, (contender.Threads ?? threads).ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start = contender.IsOurs
            ? new ProcessStartInfo(Environment.ProcessPath!, ["peer-worker", .. arguments])
            : new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Peers", "peers_worker.py"), .. arguments]);
        Peer.ChooseKernels(start);
        WorkerProcess worker;
        var clock = Stopwatch.StartNew();
        try
        {
            worker = new WorkerProcess(start);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new WorkerFailedException($"{start.FileName} does not start: {error.Message}");
        }

        try
        {
            worker.Name = JsonSerializer.Deserialize<Dictionary<string, string>>(worker.ReadLine())!["Name"];
            worker.StartTime = clock.Elapsed;
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Lets the worker do its work once.</summary>
    /// <exception cref="WorkerFailedException">It ended or takes too long.</exception>
    public Dictionary<string, double> Round()
    {
        try
        {
            _process.StandardInput.WriteLine("round");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Failure();
        }

        return JsonSerializer.Deserialize<Dictionary<string, double>>(ReadLine())!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private string ReadLine()
    {
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(Patience))
            throw new WorkerFailedException($"no answer within {Patience.TotalMinutes} minutes");
        return reading.Result ?? throw Failure();
    }

    private WorkerFailedException Failure()
    {
        _process.WaitForExit();
        lock (_lastErrors)
            return new WorkerFailedException(_lastErrors.Count > 0 ? _lastErrors.Peek().Trim() : $"exit code {_process.ExitCode}");
    }
}

/// <summary>A worker cannot do its work; the message says why.</summary>
internal sealed class WorkerFailedException(string message) : Exception(message);
