namespace MLNetDeep.AutoML;

/// <summary>A study in a database, by SQL that all of them know.</summary>
internal sealed class SqlStudyStore(StoreDatabase database, StudyRow study, StudyStorageOptions options) : IStudyStore
{
    private readonly TrialCache _cache = new(study.Id);
    private readonly TrialClaims _claims = new(study.Id, database, options);
    private readonly PredictionTable _predictions = new(study.Id);

    public StudyDefinition Definition { get; } = study.Definition;

    /// <summary>The database, for tests of what goes wrong there.</summary>
    internal StoreDatabase Database { get; } = database;

    public IReadOnlyList<Trial> ReadTrials()
    {
        // Held until the transaction has begun and ended: of two threads the one that reads later sees more.
        lock (Database.ReadGate)
        {
            return Database.Read(session =>
            {
                var change = session.QueryNumber("SELECT change FROM mlnetdeep_studies WHERE id = @study", ("study", study.Id));
                return _cache.Read(session, change);
            });
        }
    }

    public int Enqueue(Proposal proposal) => Write(durable: true, (session, mark) => _claims.Enqueue(session, mark, proposal));

    public Trial? Claim(Worker worker, Func<int, IReadOnlyList<Trial>, Proposal?> propose)
    {
        TrialClaims.Outcome outcome;
        do
        {
            outcome = Write(durable: true, (session, mark) => _claims.Claim(session, mark, worker, number =>
            {
                IReadOnlyList<Trial> trials;
                // The transaction has its number of change, but has written no trial yet.
                lock (Database.ReadGate)
                    trials = _cache.Read(session, mark.Change - 1);
                return propose(number, trials);
            }));
        }
        while (outcome.IsToRepeat);
        return outcome.Number is { } number ? ReadTrials()[number] : null;
    }

    public bool ReportEpoch(Trial trial, EpochValue value) => Write(durable: false, (session, mark) =>
    {
        if (!Touch(session, mark, trial))
            return false;
        session.Execute(
            "INSERT INTO mlnetdeep_epochs (study_id, trial, fold, epoch, value, changed) "
            + "VALUES (@study, @trial, @fold, @epoch, @value, @change) "
            + "ON CONFLICT (study_id, trial, fold, epoch) DO NOTHING",
            ("study", study.Id), ("trial", (long)trial.Number), ("fold", (long)value.Fold), ("epoch", (long)value.Epoch),
            ("value", double.IsNaN(value.Value) ? null : value.Value), ("change", mark.Change));
        return true;
    });

    public bool ReportFold(Trial trial, TrialFold fold, FoldPredictions predictions) => Write(durable: true, (session, mark) =>
    {
        if (!Touch(session, mark, trial))
            return false;
        // What brings a trial forward is not what kills its workers.
        session.Execute(
            "UPDATE mlnetdeep_trials SET deaths = 0 WHERE study_id = @study AND number = @number",
            ("study", study.Id), ("number", (long)trial.Number));
        session.Execute(
            "INSERT INTO mlnetdeep_folds (study_id, trial, fold, metric_values, fit_ticks, predict_row_ticks, model_bytes, peak_bytes, "
            + "epoch_count, best_epoch) VALUES (@study, @trial, @fold, @values, @fit, @predict, @model, @peak, @epochs, @best) "
            + "ON CONFLICT (study_id, trial, fold) DO NOTHING",
            ("study", study.Id), ("trial", (long)trial.Number), ("fold", (long)fold.Fold), ("values", StoreJson.Write(fold.Values)),
            ("fit", fold.FitTime.Ticks), ("predict", fold.PredictTimePerRow.Ticks), ("model", fold.ModelByteCount),
            ("peak", fold.PeakByteCount), ("epochs", (long?)fold.EpochCount), ("best", (long?)fold.BestEpoch));
        _predictions.Write(session, trial.Number, predictions);
        return true;
    });

    public bool Finish(Trial trial)
    {
        if (!trial.IsFinished)
            throw new ArgumentException($"Trial.State must be Completed, Pruned or Failed, but was {trial.State}.", nameof(trial));
        return Write(durable: true, (session, mark) =>
        {
            var count = session.Execute(
                "UPDATE mlnetdeep_trials SET state = @state, score = @score, objectives = @objectives, reason = @reason, ended_at = @now, "
                + "changed = @change WHERE study_id = @study AND number = @number AND attempt = @attempt AND state = 'Running'",
                ("study", study.Id), ("number", (long)trial.Number), ("attempt", (long)trial.Attempt), ("state", trial.State.ToString()),
                ("score", trial.Score is { } score && !double.IsNaN(score) ? score : null),
                ("objectives", StoreJson.Write(trial.Objectives)),
                ("reason", trial.Reason?.Replace('\0', '\uFFFD')), // which PostgreSQL cannot hold
                ("now", mark.Now), ("change", mark.Change));
            session.IsAbandoned = count == 0;
            // Told twice, when the answer to the first time was lost on its way.
            return count == 1 || session.QueryNumber(
                "SELECT COUNT(*) FROM mlnetdeep_trials WHERE study_id = @study AND number = @number AND attempt = @attempt "
                + "AND state = @state",
                ("study", study.Id), ("number", (long)trial.Number), ("attempt", (long)trial.Attempt),
                ("state", trial.State.ToString())) > 0;
        });
    }

    public void Beat(Worker worker) => Database.Write(durable: false, session =>
    {
        _claims.Beat(session, worker);
        return true;
    });

    public void Release(Worker worker) => Write(durable: true, (session, mark) =>
    {
        _claims.Release(session, mark, worker);
        return true;
    });

    public IReadOnlyList<FoldPredictions> ReadPredictions(int number) => Database.Read(session => _predictions.Read(session, number));

    public void Dispose() => Database.Dispose();

    /// <summary>Marks a trial as changed.</summary>
    /// <returns>False when this attempt counts no more; nothing is written then.</returns>
    private bool Touch(StoreSession session, StoreMark mark, Trial trial)
    {
        var count = session.Execute(
            "UPDATE mlnetdeep_trials SET changed = @change "
            + "WHERE study_id = @study AND number = @number AND attempt = @attempt AND state = 'Running'",
            ("study", study.Id), ("number", (long)trial.Number), ("attempt", (long)trial.Attempt), ("change", mark.Change));
        session.IsAbandoned = count == 0;
        return count == 1;
    }

    /// <summary>Runs a transaction that changes trials, none beside another of the same study: each takes the study's row first.</summary>
    private T Write<T>(bool durable, Func<StoreSession, StoreMark, T> work) => Database.Write(durable, session =>
    {
        var mark = session.Query(
            $"UPDATE mlnetdeep_studies SET change = change + 1 WHERE id = @study RETURNING change, {Database.NowSql}",
            reader => new StoreMark(reader.GetInt64(0), reader.GetInt64(1)), ("study", study.Id)).Single();
        return work(session, mark);
    });
}
