using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder, on loopback; ended with the tests that share it.</summary>
public sealed class PostgresCluster : IDisposable
{
    public const string Password = "p@ss/word";

    private const string User = "tester";

    private readonly string _programs = FindPrograms();
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetdeep-pg").FullName;
    private readonly int _port = FindPort();
    private int _schemaCount;

    public PostgresCluster()
    {
        File.WriteAllText(PasswordFile, Password);
        if (IsRoot)
            Run("chown", "-R", ServerUser, _folder);
        RunAsServer("initdb", "-D", DataFolder, "-U", User, "--pwfile", PasswordFile, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync");
        Start();
    }

    /// <summary>Where the server listens.</summary>
    public string Address => $"127.0.0.1:{_port}";

    private string DataFolder => Path.Combine(_folder, "data");

    private string PasswordFile => Path.Combine(_folder, "password");

    private static bool IsRoot => Environment.UserName == "root";

    // The server refuses to run as root.
    private static string ServerUser => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
        ? "postgres"
        : "nobody";

    public void Start() => RunAsServer(
        "pg_ctl", "start", "-w", "-D", DataFolder, "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off -c full_page_writes=off");

    /// <summary>Ends the server as a crash of it does.</summary>
    public void Stop() => RunAsServer("pg_ctl", "stop", "-w", "-D", DataFolder, "-m", "immediate");

    /// <summary>The connection string of a part of the database that nobody has used yet.</summary>
    public string NewStore()
    {
        var schema = $"s{Interlocked.Increment(ref _schemaCount)}";
        Execute($"CREATE SCHEMA {schema}");
        return new NpgsqlConnectionStringBuilder(Connection) { SearchPath = schema }.ConnectionString;
    }

    /// <summary>Runs a command as the database's owner.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Connection);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private string Connection => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = User,
        Password = Password,
        Database = "postgres",
        Pooling = false,
    }.ConnectionString;

    private static string FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists(Debian))
            folders = [.. Directory.GetDirectories(Debian).OrderDescending().Select(version => Path.Combine(version, "bin")), .. folders];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")))
            ?? throw new InvalidOperationException(
                "These tests need a PostgreSQL server: apt-get install postgresql, or put the folder of its initdb and pg_ctl on PATH.");
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void RunAsServer(string program, params string[] arguments)
    {
        program = Path.Combine(_programs, program);
        if (IsRoot)
            Run("runuser", ["-u", ServerUser, "--", program, .. arguments]);
        else
            Run(program, arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        // Output goes to a file: the server would hold a pipe open.
        var output = Path.Combine(Path.GetTempPath(), Path.GetFileName(_folder) + ".out");
        const string Redirected = "out=$1; shift; exec \"$@\" >\"$out\" 2>&1";
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", Redirected, "sh", output, program, .. arguments])
        {
            WorkingDirectory = _folder,
        })!;
        process.WaitForExit();
        var text = File.ReadAllText(output);
        File.Delete(output);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}
