using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace MLNetDeep.AutoML;

/// <summary>A server for all machines.</summary>
internal sealed class PostgresDatabase : StoreDatabase
{
    // Any number that no other program is likely to choose.
    private const long SchemaLock = 6_002_837_411_250_914_307;

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(NpgsqlConnectionStringBuilder builder, StoreMode mode, StudyStorageOptions options) : base(mode, options)
    {
        DisplayName = $"'{builder.Database ?? builder.Username}' on {builder.Host}:{builder.Port}";
        builder.CommandTimeout = Math.Max(builder.CommandTimeout, checked((int)Math.Ceiling(LockTimeout.TotalSeconds)) + 5);
        builder.MaxAutoPrepare = Math.Max(builder.MaxAutoPrepare, 40);
        // A worker that waits for its trial to end is silent for long; routers forget such connections.
        builder.TcpKeepAlive = true;
        _source = NpgsqlDataSource.Create(builder);
    }

    public override string DisplayName { get; }

    // The server's clock: those of the machines differ.
    public override string NowSql => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    public override string TableCountSql =>
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = @name";

    public override string BytesType => "BYTEA";

    public override string KeyedTableSuffix => "";

    protected override StoreSession Connect()
    {
        var connection = _source.OpenConnection();
        try
        {
            var session = new StoreSession(connection);
            session.Execute($"SET lock_timeout = {(long)LockTimeout.TotalMilliseconds}");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Every transaction locks the row of its study first, so that none of a study runs beside another, and none has to be undone.
    protected override void BeginWrite(StoreSession session, bool durable)
    {
        session.Execute("BEGIN");
        if (!durable)
            session.Execute("SET LOCAL synchronous_commit TO OFF");
    }

    protected override void BeginRead(StoreSession session) => session.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    public override void LockSchema(StoreSession session) =>
        session.Query($"SELECT pg_advisory_xact_lock({SchemaLock})", _ => true);

    protected override bool IsTransient(DbException error) => error is PostgresException answer
        // Not to be serialised, deadlock, server shut down or starting; connection broken.
        ? answer.SqlState is "40001" or "40P01" or "57P01" or "57P02" or "57P03"
            || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
        : error is NpgsqlException { IsTransient: true };

    protected override string Explain(DbException error) => (error as PostgresException)?.SqlState switch
    {
        "55P03" => $"The store {DisplayName} was locked by another worker for more than {LockTimeout.TotalSeconds:0.#} seconds.",
        "28P01" or "28000" => $"The store {DisplayName} does not let this user in: {Text(error)}.",
        "3D000" => $"The store {DisplayName} does not exist: make the database with CREATE DATABASE.",
        "42501" or "25006" => $"The store {DisplayName} cannot be written by this user: {Text(error)}.",
        "53100" => $"The disk of the store {DisplayName} is full. What was finished is kept: make room and resume the study.",
        null when error.InnerException is SocketException reason =>
            $"The store {DisplayName} cannot be reached: {reason.Message}.",
        _ => $"The store {DisplayName} cannot be used: {error.Message}",
    };

    protected override void DisposeSource() => _source.Dispose();

    private static string Text(DbException error) => ((PostgresException)error).MessageText;
}
