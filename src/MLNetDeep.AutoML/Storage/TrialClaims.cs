using System.Data.Common;

namespace MLNetDeep.AutoML;

/// <summary>Who may have which trial.</summary>
internal sealed class TrialClaims(long studyId, StoreDatabase database, StudyStorageOptions options)
{
    /// <summary>What a look for a trial came to.</summary>
    /// <param name="Number">The trial that is the worker's now; null when there is none.</param>
    /// <param name="IsToRepeat">Whether a trial was given up, so that a proposal has to be made in knowledge of that.</param>
    public readonly record struct Outcome(int? Number, bool IsToRepeat);

    /// <summary>Looks for a trial, within a transaction that writes and has written no trials yet.</summary>
    /// <param name="session">Where.</param>
    /// <param name="mark">The transaction's number of change and time.</param>
    /// <param name="worker">For whom.</param>
    /// <param name="propose">Makes a new setting of this number; null for none.</param>
    public Outcome Claim(StoreSession session, StoreMark mark, Worker worker, Func<int, Proposal?> propose)
    {
        var orphans = FindOrphans(session, mark, worker);
        var hopeless = orphans.FindAll(orphan => orphan.Deaths >= options.MaximumAttempts);
        if (hopeless.Count > 0)
        {
            hopeless.ForEach(orphan => GiveUp(session, mark, orphan));
            return new Outcome(null, true);
        }
        if (orphans.Count > 0)
            return Begin(session, mark, worker, orphans[0].Number, orphans[0].Deaths);
        if (session.Query(
            "SELECT number, deaths FROM mlnetdeep_trials WHERE study_id = @study AND state = 'Waiting' ORDER BY number LIMIT 1",
            reader => new Orphan((int)reader.GetInt64(0), (int)reader.GetInt64(1)), ("study", studyId)) is [var waiting])
            return Begin(session, mark, worker, waiting.Number, waiting.Deaths);

        var number = NextNumber(session);
        if (propose(number) is not { } proposal)
        {
            session.IsAbandoned = true;
            return default;
        }
        Insert(session, mark, number, proposal);
        return Begin(session, mark, worker, number, 0);
    }

    /// <summary>Adds a trial that waits.</summary>
    /// <returns>Its number.</returns>
    public int Enqueue(StoreSession session, StoreMark mark, Proposal proposal)
    {
        var number = NextNumber(session);
        Insert(session, mark, number, proposal);
        return number;
    }

    /// <summary>Notes that a worker is alive.</summary>
    public void Beat(StoreSession session, Worker worker) => session.Execute(
        "INSERT INTO mlnetdeep_workers (study_id, name, process_id, process_space, process_start, beat_at) "
        + $"VALUES (@study, @name, @process, @space, @start, {database.NowSql}) "
        + "ON CONFLICT (study_id, name) DO UPDATE SET beat_at = excluded.beat_at",
        ("study", studyId), ("name", worker.ToString()), ("process", (long)worker.ProcessId),
        ("space", worker.Mark?.Space), ("start", worker.Mark?.Start));

    /// <summary>Lets go of what a worker has.</summary>
    public void Release(StoreSession session, StoreMark mark, Worker worker)
    {
        session.Execute(
            "UPDATE mlnetdeep_trials SET state = 'Waiting', worker = NULL, started_at = NULL, changed = @change "
            + "WHERE study_id = @study AND state = 'Running' AND worker = @worker",
            ("study", studyId), ("worker", worker.ToString()), ("change", mark.Change));
        session.Execute(
            "DELETE FROM mlnetdeep_workers WHERE study_id = @study AND name = @worker", ("study", studyId), ("worker", worker.ToString()));
    }

    private int NextNumber(StoreSession session) => (int)session.QueryNumber(
        "SELECT COALESCE(MAX(number), -1) + 1 FROM mlnetdeep_trials WHERE study_id = @study", ("study", studyId));

    private void Insert(StoreSession session, StoreMark mark, int number, Proposal proposal) => session.Execute(
        "INSERT INTO mlnetdeep_trials (study_id, number, state, parameter, origin, attempt, deaths, objectives, changed) "
        + "VALUES (@study, @number, 'Waiting', @parameter, @origin, 0, 0, '[]', @change)",
        ("study", studyId), ("number", (long)number), ("parameter", proposal.ParameterJson), ("origin", proposal.Origin),
        ("change", mark.Change));

    private Outcome Begin(StoreSession session, StoreMark mark, Worker worker, int number, int deaths)
    {
        Beat(session, worker);
        session.Execute(
            "UPDATE mlnetdeep_trials SET state = 'Running', attempt = attempt + 1, deaths = @deaths, worker = @worker, started_at = @now, "
            + "changed = @change WHERE study_id = @study AND number = @number",
            ("study", studyId), ("number", (long)number), ("deaths", (long)deaths), ("worker", worker.ToString()), ("now", mark.Now),
            ("change", mark.Change));
        // Folds that are done stay done, a fold that was in the middle begins again; what stays is new to readers of the new attempt.
        session.Execute(
            "DELETE FROM mlnetdeep_epochs WHERE study_id = @study AND trial = @number AND fold NOT IN "
            + "(SELECT fold FROM mlnetdeep_folds WHERE study_id = @study AND trial = @number)",
            ("study", studyId), ("number", (long)number));
        session.Execute(
            "UPDATE mlnetdeep_epochs SET changed = @change WHERE study_id = @study AND trial = @number",
            ("study", studyId), ("number", (long)number), ("change", mark.Change));
        return new Outcome(number, false);
    }

    private void GiveUp(StoreSession session, StoreMark mark, Orphan orphan) => session.Execute(
        "UPDATE mlnetdeep_trials SET state = 'Failed', reason = @reason, deaths = @deaths, ended_at = @now, changed = @change "
        + "WHERE study_id = @study AND number = @number",
        ("study", studyId), ("number", (long)orphan.Number), ("deaths", (long)orphan.Deaths), ("now", mark.Now), ("change", mark.Change),
        ("reason", orphan.Deaths == 1 ? "Its worker died." : $"Its worker died {orphan.Deaths} times."));

    /// <summary>The running trials that nobody runs, each with the deaths of its workers, the last one's included.</summary>
    private List<Orphan> FindOrphans(StoreSession session, StoreMark mark, Worker asker)
    {
        var running = session.Query(
            "SELECT t.number, t.deaths, t.worker, w.process_id, w.process_space, w.process_start, w.beat_at FROM mlnetdeep_trials t "
            + "LEFT JOIN mlnetdeep_workers w ON w.study_id = t.study_id AND w.name = t.worker "
            + "WHERE t.study_id = @study AND t.state = 'Running' ORDER BY t.number",
            reader => (Orphan: new Orphan((int)reader.GetInt64(0), (int)reader.GetInt64(1) + 1), IsGone: IsGone(reader, mark, asker)),
            ("study", studyId));
        return [.. running.Where(trial => trial.IsGone).Select(trial => trial.Orphan)];
    }

    private bool IsGone(DbDataReader reader, StoreMark mark, Worker asker)
    {
        // Whoever asks for a trial has none: the answer to its last claim was lost.
        if (reader.GetString(2) == asker.ToString() || reader.IsDBNull(3))
            return true;
        if (!reader.IsDBNull(4) && !reader.IsDBNull(5))
        {
            var processId = (int)reader.GetInt64(3);
            var process = new ProcessMark(reader.GetString(4), reader.GetString(5));
            // A worker may end without its process, but only this process knows that of its own ones, by the beats; another process may
            // just have been asleep together with its machine.
            if (process.IsAlive(processId) is { } alive && !(alive && process == asker.Mark && processId == asker.ProcessId))
                return !alive;
        }
        return mark.Now - reader.GetInt64(6) > options.StaleAfter.TotalMilliseconds;
    }

    private readonly record struct Orphan(int Number, int Deaths);
}

/// <summary>Where a transaction that writes stands among the others of its study.</summary>
/// <param name="Change">Its number of change, above those of all before.</param>
/// <param name="Now">Its time in milliseconds since 1970 UTC, by the store's clock.</param>
internal readonly record struct StoreMark(long Change, long Now);
