using System.Data.Common;
using System.Diagnostics;

namespace MLNetDeep.AutoML;

/// <summary>A database and how it differs from the others: how to begin, what its errors mean. All other SQL is the same for all.</summary>
/// <remarks>
/// Threads of one process take turns on one connection for writing and one for reading, since the databases let one write at a time
/// anyway, and a thread that waits for its turn here is woken at once.
/// </remarks>
internal abstract class StoreDatabase(StoreMode mode, StudyStorageOptions options) : IDisposable
{
    private readonly Lock _writeGate = new();
    private readonly Lock _ownReadGate = new();
    private StoreSession? _writer;
    private StoreSession? _reader;
    private bool _wasConnected;

    /// <summary>How it is named in messages: without a password.</summary>
    public abstract string DisplayName { get; }

    /// <summary>What it was opened for.</summary>
    public StoreMode Mode { get; } = mode;

    /// <summary>The time in milliseconds since 1970 UTC, by a clock that all workers share.</summary>
    public abstract string NowSql { get; }

    /// <summary>The number of tables of the name @name.</summary>
    public abstract string TableCountSql { get; }

    /// <summary>The type of a column of bytes.</summary>
    public abstract string BytesType { get; }

    /// <summary>What makes a table that is found by its key only.</summary>
    public abstract string KeyedTableSuffix { get; }

    /// <summary>Taken by whoever reads into what threads share; the one for writing when there is one connection only.</summary>
    public Lock ReadGate => IsSingleConnection ? _writeGate : _ownReadGate;

    /// <summary>How long to wait for other workers, and for a server that went away.</summary>
    protected TimeSpan LockTimeout { get; } = options.LockTimeout;

    /// <summary>Whether reading and writing share a connection.</summary>
    protected virtual bool IsSingleConnection => false;

    /// <summary>Runs a transaction that writes, alone among all processes where it says so to the database.</summary>
    /// <param name="durable">Whether it must survive a power cut once it has returned; a killed process it survives in any case.</param>
    /// <param name="work">Runs again from its beginning when the connection is lost.</param>
    /// <exception cref="StudyStorageException">The database refused; nothing was written.</exception>
    public T Write<T>(bool durable, Func<StoreSession, T> work)
    {
        if (Mode == StoreMode.Read)
            throw new StudyStorageException($"The store {DisplayName} was opened to read only.");
        lock (_writeGate)
            return Run(ref _writer, session => BeginWrite(session, durable), work);
    }

    /// <summary>Runs a transaction that reads one state of things.</summary>
    /// <exception cref="StudyStorageException">The database refused.</exception>
    public T Read<T>(Func<StoreSession, T> work)
    {
        lock (ReadGate)
            return IsSingleConnection ? Run(ref _writer, BeginRead, work) : Run(ref _reader, BeginRead, work);
    }

    public void Dispose()
    {
        lock (_writeGate)
        {
            _writer?.Dispose();
            _writer = null;
        }
        lock (_ownReadGate)
        {
            _reader?.Dispose();
            _reader = null;
        }
        DisposeSource();
    }

    /// <summary>Keeps others from making the tables at the same time, until the transaction ends.</summary>
    public virtual void LockSchema(StoreSession session)
    {
    }

    /// <summary>Opens a connection.</summary>
    protected abstract StoreSession Connect();

    protected abstract void BeginWrite(StoreSession session, bool durable);

    protected abstract void BeginRead(StoreSession session);

    /// <summary>Whether the same transaction may well succeed when it is tried again.</summary>
    protected abstract bool IsTransient(DbException error);

    /// <summary>What an error means, in a sentence for people.</summary>
    protected abstract string Explain(DbException error);

    protected virtual void DisposeSource()
    {
    }

    private T Run<T>(ref StoreSession? session, Action<StoreSession> begin, Func<StoreSession, T> work)
    {
        var clock = Stopwatch.StartNew();
        for (var wait = 10; ; wait = Math.Min(wait * 2, 1_000))
        {
            try
            {
                session ??= Connect();
                _wasConnected = true;
                return RunOnce(session, begin, work);
            }
            // A server that never answered is a wrong address; one that answered before is being restarted.
            catch (DbException e) when (_wasConnected && clock.Elapsed < LockTimeout && IsTransient(e))
            {
                Thread.Sleep(wait);
            }
            catch (DbException e)
            {
                throw new StudyStorageException(Explain(e), e);
            }
            finally
            {
                if (session is { IsOpen: false })
                {
                    session.Dispose();
                    session = null;
                }
            }
        }
    }

    private static T RunOnce<T>(StoreSession session, Action<StoreSession> begin, Func<StoreSession, T> work)
    {
        session.IsAbandoned = false;
        begin(session);
        try
        {
            var result = work(session);
            session.Execute(session.IsAbandoned ? "ROLLBACK" : "COMMIT");
            return result;
        }
        catch
        {
            RollBack(session);
            throw;
        }
    }

    private static void RollBack(StoreSession session)
    {
        try
        {
            if (session.IsOpen)
                session.Execute("ROLLBACK");
        }
        catch (DbException)
        {
            // The database undid the transaction by itself, or the connection is gone, and the transaction with it:
            // the first error, on its way, tells more.
        }
    }
}
