using System.Diagnostics;

namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>The program tests/StudyWorker, at work on a study.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // of busy machines

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];
    private volatile int _begunCount;

    /// <summary>Starts it; it is built beside the tests: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    public WorkerProcess(params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "StudyWorker", configuration, "StudyWorker.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [program, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Add(_lines, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Waits until workers have begun so many trials together, or ended.</summary>
    public static void WaitForTrials(int count, params WorkerProcess[] workers)
    {
        var clock = Stopwatch.StartNew();
        while (workers.Sum(worker => worker._begunCount) < count && Array.Exists(workers, worker => worker.IsRunning))
        {
            Assert.True(clock.Elapsed < Patience, $"They do not begin {count} trials.");
            Thread.Sleep(2);
        }
    }

    /// <summary>Ends it as no process can prevent: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>The lines it printed.</returns>
    public IReadOnlyList<string> WaitForEnd()
    {
        Assert.True(_process.WaitForExit(Patience), "It does not end.");
        _process.WaitForExit(); // for the rest of its output
        Assert.True(_process.ExitCode == 0, string.Join('\n', _errors));
        return _lines;
    }

    public void Dispose()
    {
        if (IsRunning)
            Kill();
        _process.Dispose();
    }

    private void Add(List<string> lines, string? line)
    {
        if (line is not null)
            lines.Add(line);
        _begunCount = _lines.Count;
    }
}
