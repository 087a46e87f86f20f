namespace MLNetDeep.AutoML;

/// <summary>The tables of a store. Their names begin with the product's, since a server's database may hold others.</summary>
internal static class StoreSchema
{
    /// <summary>The version that this package writes and the newest it reads.</summary>
    public const int Version = 1;

    private const string VersionTable = "mlnetdeep_store";

    /// <summary>Makes the tables where they are missing.</summary>
    public static void CreateOrRequire(StoreDatabase database)
    {
        if (!database.Read(session => HasTables(database, session)))
        {
            database.Write(durable: true, session =>
            {
                database.LockSchema(session);
                if (!HasTables(database, session))
                    Create(database, session);
                return true;
            });
        }
        RequireVersion(database);
    }

    /// <summary>Throws where there are no tables, or those of a newer version.</summary>
    public static void RequireToRead(StoreDatabase database)
    {
        if (!database.Read(session => HasTables(database, session)))
            throw new StudyStorageException($"The store {database.DisplayName} holds no studies: it was made by another program.");
        RequireVersion(database);
    }

    private static bool HasTables(StoreDatabase database, StoreSession session) =>
        session.QueryNumber(database.TableCountSql, ("name", VersionTable)) > 0;

    private static void RequireVersion(StoreDatabase database)
    {
        var version = database.Read(session => session.QueryNumber($"SELECT version FROM {VersionTable}"));
        if (version > Version)
        {
            throw new StudyStorageException($"The store {database.DisplayName} has version {version}, but this MLNetDeep reads version "
                + $"{Version} at most: a newer one made it. Update MLNetDeep.AutoML, or use another store.");
        }
    }

    private static void Create(StoreDatabase database, StoreSession session)
    {
        // Every row of a study that changes is given the study's next number of change, so that readers ask for newer ones only.
        // Times are milliseconds since 1970 UTC by the store's clock. A number that is NaN is NULL: SQLite has none.
        string[] commands =
        [
            $"CREATE TABLE {VersionTable} (version BIGINT NOT NULL)",
            $"INSERT INTO {VersionTable} (version) VALUES ({Version})",
            """
            CREATE TABLE mlnetdeep_studies (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
                created_at BIGINT NOT NULL, change BIGINT NOT NULL)
            """,
            """
            CREATE TABLE mlnetdeep_trials (study_id BIGINT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL, parameter TEXT NOT NULL,
                origin TEXT NOT NULL, attempt BIGINT NOT NULL, deaths BIGINT NOT NULL, worker TEXT, started_at BIGINT, ended_at BIGINT,
                score DOUBLE PRECISION, objectives TEXT NOT NULL, reason TEXT, changed BIGINT NOT NULL, PRIMARY KEY (study_id, number))
            """,
            "CREATE INDEX mlnetdeep_trials_changed ON mlnetdeep_trials (study_id, changed)",
            "CREATE INDEX mlnetdeep_trials_state ON mlnetdeep_trials (study_id, state, number)",
            """
            CREATE TABLE mlnetdeep_folds (study_id BIGINT NOT NULL, trial BIGINT NOT NULL, fold BIGINT NOT NULL,
                metric_values TEXT NOT NULL, fit_ticks BIGINT NOT NULL, predict_row_ticks BIGINT NOT NULL,
                model_bytes BIGINT NOT NULL, peak_bytes BIGINT NOT NULL,
                epoch_count BIGINT, best_epoch BIGINT, PRIMARY KEY (study_id, trial, fold))
            """,
            """
            CREATE TABLE mlnetdeep_epochs (study_id BIGINT NOT NULL, trial BIGINT NOT NULL, fold BIGINT NOT NULL, epoch BIGINT NOT NULL,
                value DOUBLE PRECISION, changed BIGINT NOT NULL, PRIMARY KEY (study_id, trial, fold, epoch))
            """ + database.KeyedTableSuffix,
            $"""
            CREATE TABLE mlnetdeep_predictions (study_id BIGINT NOT NULL, trial BIGINT NOT NULL, fold BIGINT NOT NULL,
                width BIGINT NOT NULL, scores {database.BytesType} NOT NULL, labels_hash TEXT NOT NULL, PRIMARY KEY (study_id, trial, fold))
            """,
            // The labels of a fold are those of every trial; they are kept once, by what they hold.
            $"""
            CREATE TABLE mlnetdeep_labels (study_id BIGINT NOT NULL, hash TEXT NOT NULL, labels {database.BytesType} NOT NULL,
                PRIMARY KEY (study_id, hash))
            """,
            """
            CREATE TABLE mlnetdeep_workers (study_id BIGINT NOT NULL, name TEXT NOT NULL, process_id BIGINT NOT NULL, process_space TEXT,
                process_start TEXT, beat_at BIGINT NOT NULL, PRIMARY KEY (study_id, name))
            """,
        ];
        foreach (var command in commands)
            session.Execute(command);
    }
}
