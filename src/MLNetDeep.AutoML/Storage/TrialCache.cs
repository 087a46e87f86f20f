using System.Data.Common;

namespace MLNetDeep.AutoML;

/// <summary>The trials of a study as last read; reading again asks for what has changed since.</summary>
internal sealed class TrialCache(long studyId)
{
    private readonly List<Trial> _trials = [];
    private Trial[] _snapshot = [];
    private long _change = -1;

    /// <summary>Reads what is new, within a transaction.</summary>
    /// <param name="session">Where to read.</param>
    /// <param name="change">
    /// The study's number of change up to which everything is committed and to be seen here; a transaction that writes must not have
    /// written trials yet.
    /// </param>
    /// <remarks>Whoever calls holds the gate of reading.</remarks>
    public IReadOnlyList<Trial> Read(StoreSession session, long change)
    {
        if (change <= _change)
            return _snapshot; // another thread has read further; there is nothing that it lacks
        var rows = session.Query(
            "SELECT number, state, parameter, origin, attempt, worker, started_at, ended_at, score, objectives, reason "
            + "FROM mlnetdeep_trials WHERE study_id = @study AND changed > @change ORDER BY number",
            ReadTrial, ("study", studyId), ("change", _change));
        var folds = session.Query(
            "SELECT f.trial, f.fold, f.metric_values, f.fit_ticks, f.predict_row_ticks, f.model_bytes, f.peak_bytes, f.epoch_count, "
            + "f.best_epoch FROM mlnetdeep_trials t JOIN mlnetdeep_folds f ON f.study_id = t.study_id AND f.trial = t.number "
            + "WHERE t.study_id = @study AND t.changed > @change ORDER BY f.trial, f.fold",
            ReadFold, ("study", studyId), ("change", _change)).ToLookup(row => row.Trial, row => row.Fold);
        var epochs = session.Query(
            "SELECT e.trial, e.fold, e.epoch, e.value FROM mlnetdeep_trials t "
            + "JOIN mlnetdeep_epochs e ON e.study_id = t.study_id AND e.trial = t.number "
            + "WHERE t.study_id = @study AND t.changed > @change AND e.changed > @change ORDER BY e.trial, e.changed, e.fold, e.epoch",
            ReadEpoch, ("study", studyId), ("change", _change)).ToLookup(row => row.Trial, row => row.Epoch);
        foreach (var row in rows)
        {
            // A new attempt drops epochs, and marks those it keeps as new.
            IEnumerable<EpochValue> known = row.Number < _trials.Count && _trials[row.Number].Attempt == row.Attempt
                ? _trials[row.Number].Epochs
                : [];
            var trial = row with { Folds = [.. folds[row.Number]], Epochs = [.. known, .. epochs[row.Number]] };
            if (row.Number < _trials.Count)
                _trials[row.Number] = trial;
            else
                _trials.Add(trial);
        }
        if (rows.Count > 0)
            _snapshot = [.. _trials];
        _change = change;
        return _snapshot;
    }

    private static Trial ReadTrial(DbDataReader reader) => new()
    {
        Number = (int)reader.GetInt64(0),
        State = Enum.Parse<TrialState>(reader.GetString(1)),
        ParameterJson = reader.GetString(2),
        Origin = reader.GetString(3),
        Attempt = (int)reader.GetInt64(4),
        Worker = reader.IsDBNull(5) ? null : reader.GetString(5),
        StartedAt = ReadTime(reader, 6),
        EndedAt = ReadTime(reader, 7),
        Score = reader.IsDBNull(8) ? null : reader.GetDouble(8),
        Objectives = StoreJson.Read<double[]>(reader.GetString(9)),
        Reason = reader.IsDBNull(10) ? null : reader.GetString(10),
    };

    private static (int Trial, TrialFold Fold) ReadFold(DbDataReader reader) => ((int)reader.GetInt64(0), new TrialFold
    {
        Fold = (int)reader.GetInt64(1),
        Values = StoreJson.Read<double[]>(reader.GetString(2)),
        FitTime = TimeSpan.FromTicks(reader.GetInt64(3)),
        PredictTimePerRow = TimeSpan.FromTicks(reader.GetInt64(4)),
        ModelByteCount = reader.GetInt64(5),
        PeakByteCount = reader.GetInt64(6),
        EpochCount = reader.IsDBNull(7) ? null : (int)reader.GetInt64(7),
        BestEpoch = reader.IsDBNull(8) ? null : (int)reader.GetInt64(8),
    });

    private static (int Trial, EpochValue Epoch) ReadEpoch(DbDataReader reader) => (
        (int)reader.GetInt64(0),
        new EpochValue((int)reader.GetInt64(1), (int)reader.GetInt64(2), reader.IsDBNull(3) ? double.NaN : reader.GetDouble(3)));

    private static DateTimeOffset? ReadTime(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}
