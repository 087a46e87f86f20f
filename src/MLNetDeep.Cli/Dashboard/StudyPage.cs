using System.Security.Cryptography;
using System.Text;
using MLNetDeep.AutoML;
using MLNetDeep.Reports;

namespace MLNetDeep.Cli.Dashboard;

/// <summary>The page of one study, made anew when the study has gone on. Safe to use from several threads.</summary>
internal sealed class StudyPage(IStudyStore store) : IDisposable
{
    private static readonly string LiveScript = ReadScript();

    private readonly Lock _lock = new();
    private (int Trials, int Ended, int Values) _mark = (-1, 0, 0);
    private (int Completed, IReadOnlyList<ParameterImportance> Importance) _importance = (0, []);
    private HtmlReport? _report;
    private (string Html, string Tag) _body = ("", "");

    /// <summary>The whole page, which goes on asking for <see cref="Body"/>.</summary>
    public string Page()
    {
        lock (_lock)
        {
            Refresh();
            return Reports.Page.Write(_report!, LiveScript);
        }
    }

    /// <summary>What the page holds now, and a text that changes with it.</summary>
    public (string Html, string Tag) Body()
    {
        lock (_lock)
        {
            Refresh();
            return _body;
        }
    }

    public void Dispose() => store.Dispose();

    private void Refresh()
    {
        var trials = store.ReadTrials();
        var mark = (trials.Count, trials.Count(trial => trial.IsFinished),
            trials.Sum(trial => trial.Epochs.Count + trial.Folds.Count + (trial.StartedAt is null ? 0 : 1)));
        if (_report is not null && mark == _mark)
            return;
        var snapshot = StudySnapshot.Read(store);
        // The forest takes its time: it is grown again when a tenth more is known.
        var completed = snapshot.Trials.Count(trial => trial.State == TrialState.Completed);
        if (completed >= _importance.Completed + Math.Max(1, _importance.Completed / 10))
            _importance = (completed, snapshot.FindImportance());
        _report = StudyReport.Of(snapshot with { Importance = _importance.Importance });
        var html = new Html();
        Reports.Page.WriteBody(html, _report);
        var text = html.ToString();
        _body = (text, $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24]}\"");
        _mark = mark;
    }

    private static string ReadScript()
    {
        using var stream = typeof(StudyPage).Assembly.GetManifestResourceStream("MLNetDeep.Cli.Dashboard.live.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
