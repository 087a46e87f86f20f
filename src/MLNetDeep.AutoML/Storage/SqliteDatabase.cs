using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace MLNetDeep.AutoML;

/// <summary>One file for all processes of a machine, or the memory of this one.</summary>
internal sealed class SqliteDatabase : StoreDatabase
{
    private readonly string _path;
    private readonly bool _isMemory;
    private bool _isWriteAhead;

    public SqliteDatabase(string path, StoreMode mode, StudyStorageOptions options)
        : base(path == ":memory:" ? StoreMode.Create : mode, options)
    {
        _path = path;
        _isMemory = path == ":memory:";
        if (!_isMemory)
            CheckPath();
    }

    public override string DisplayName => _isMemory ? "in memory" : $"'{_path}'";

    // To the millisecond; the Julian day as a double is good for 0.05 ms.
    public override string NowSql => "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";

    public override string TableCountSql => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name";

    public override string BytesType => "BLOB";

    // Without it SQLite keeps the rows in one tree and the key in another.
    public override string KeyedTableSuffix => " WITHOUT ROWID";

    protected override bool IsSingleConnection => _isMemory;

    protected override StoreSession Connect()
    {
        try
        {
            return Connect(new SqliteConnectionStringBuilder
            {
                DataSource = _path,
                Mode = Mode switch
                {
                    StoreMode.Read => SqliteOpenMode.ReadOnly,
                    StoreMode.Write => SqliteOpenMode.ReadWrite,
                    _ => SqliteOpenMode.ReadWriteCreate,
                },
            });
        }
        catch (SqliteException) when (IsReadableWithoutLog())
        {
            // A store that was closed is whole in its file, but says that writers use a log beside it, which SQLite wants to make even to
            // read. Where it may not, nobody writes, and the file can be read as it is.
            return Connect(new SqliteConnectionStringBuilder
            {
                DataSource = new Uri(Path.GetFullPath(_path)).AbsoluteUri + "?immutable=1",
                Mode = SqliteOpenMode.ReadOnly,
            });
        }
    }

    protected override void BeginWrite(StoreSession session, bool durable)
    {
        // With a write-ahead log NORMAL loses the last commits in a power cut, but none when the process is killed, and never harms the
        // file; the next FULL commit makes them safe too. Without the log NORMAL is not safe enough on old file systems.
        var full = durable || !_isWriteAhead;
        if (session.IsDurable != full)
        {
            session.Execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            session.IsDurable = full;
        }
        session.Execute("BEGIN IMMEDIATE");
    }

    protected override void BeginRead(StoreSession session) => session.Execute("BEGIN DEFERRED");

    // SQLite waits for locks by itself.
    protected override bool IsTransient(DbException error) => false;

    protected override string Explain(DbException error) => ((SqliteException)error).SqliteErrorCode switch
    {
        5 or 6 => $"The store {DisplayName} was locked by another process for more than {LockTimeout.TotalSeconds:0.#} seconds.",
        8 => $"The store {DisplayName} cannot be written: the file, its folder or the disk may only be read.",
        13 => $"The disk of the store {DisplayName} is full. What was finished is kept: make room and resume the study.",
        14 when Mode == StoreMode.Create && !File.Exists(_path) =>
            $"The store {DisplayName} cannot be made: its folder or the disk may only be read.",
        14 when Mode == StoreMode.Read && File.Exists(_path) && !IsReadableWithoutLog() =>
            $"The store {DisplayName} cannot be read where it is: a process that wrote to it was killed and left a log, '{_path}-wal', "
            + "which is read together with it only in a folder that may be written. Copy both files to such a folder.",
        14 => $"The store {DisplayName} cannot be opened: the file or its folder may not be written.",
        11 => $"The store {DisplayName} is damaged; go on with a copy of the file from before. SQLite says: {error.Message}",
        26 => $"The file {DisplayName} is no SQLite database.",
        _ => $"The store {DisplayName} cannot be used: {error.Message}",
    };

    private void CheckPath()
    {
        if (Directory.Exists(_path))
            throw new StudyStorageException($"The store must be a file, but {DisplayName} is a folder.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path))!;
        if (!Directory.Exists(folder))
            throw new StudyStorageException($"The folder '{folder}' of the store {DisplayName} does not exist.");
        if (Mode != StoreMode.Create && !File.Exists(_path))
            throw new StudyStorageException($"There is no store {DisplayName}.");
    }

    private bool IsReadableWithoutLog()
    {
        var log = new FileInfo(_path + "-wal");
        return Mode == StoreMode.Read && (!log.Exists || log.Length == 0);
    }

    private StoreSession Connect(SqliteConnectionStringBuilder builder)
    {
        builder.Pooling = false; // the log is folded into the file when the last connection is really closed
        builder.DefaultTimeout = 1; // after SQLite's own waiting, which is quicker to notice: see busy_timeout
        var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            var session = new StoreSession(connection);
            session.Execute($"PRAGMA busy_timeout = {(long)LockTimeout.TotalMilliseconds}");
            _isWriteAhead = FindJournal(session) == "wal";
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The kind of journal: the write-ahead log where the file system can, so that readers and the writer do not wait.</summary>
    private string FindJournal(StoreSession session)
    {
        var journal = session.Query("PRAGMA journal_mode", reader => reader.GetString(0)).Single();
        // The first read of the file: errors of a file that is none come up here.
        session.QueryNumber("SELECT COUNT(*) FROM sqlite_master");
        if (Mode == StoreMode.Create && !_isMemory && journal != "wal")
            journal = session.Query("PRAGMA journal_mode = WAL", reader => reader.GetString(0)).Single();
        return journal;
    }
}
