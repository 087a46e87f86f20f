using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>What goes wrong with files, and what is said about it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteTroubleTests : IDisposable
{
    private const UnixFileMode ReadFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string StorePath => Path.Combine(_folder, "study.db");

    public void Dispose()
    {
        File.SetUnixFileMode(_folder, ReadFolder | UnixFileMode.UserWrite);
        Directory.Delete(_folder, recursive: true);
    }

    private static string MessageOf(Action action) => Assert.Throws<StudyStorageException>(action).Message;

    private void Make()
    {
        using var store = StudyStorage.Create(StorePath, StoreData.Definition);
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused()
    {
        Make();
        Execute("UPDATE mlnetdeep_store SET version = 2");
        var message = $"The store '{StorePath}' has version 2, but this MLNetDeep reads version 1 at most: a newer one made it. "
            + "Update MLNetDeep.AutoML, or use another store.";
        Assert.Equal(message, MessageOf(() => StudyStorage.OpenOrCreate(StorePath, StoreData.Definition)));
        Assert.Equal(message, MessageOf(() => StudyStorage.OpenToRead(StorePath)));
        Assert.Equal(message, MessageOf(() => StudyStorage.ReadStudies(StorePath)));
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(StorePath, new string('x', 10_000));
        var message = $"The file '{StorePath}' is no SQLite database.";
        Assert.Equal(message, MessageOf(() => StudyStorage.OpenOrCreate(StorePath, StoreData.Definition)));
        Assert.Equal(message, MessageOf(() => StudyStorage.OpenToRead(StorePath)));
        Assert.Equal(new string('x', 10_000), File.ReadAllText(StorePath));
    }

    [Fact]
    public void A_database_of_another_program_holds_no_studies()
    {
        Execute("CREATE TABLE other (x INTEGER)");
        Assert.Equal(
            $"The store '{StorePath}' holds no studies: it was made by another program.",
            MessageOf(() => StudyStorage.OpenToRead(StorePath)));
    }

    [Fact]
    public void A_damaged_file_is_said_to_be()
    {
        Make();
        using (var file = File.OpenWrite(StorePath))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xff, (int)file.Length - 4096).ToArray());
        }
        Assert.Equal(
            $"The store '{StorePath}' is damaged; go on with a copy of the file from before. SQLite says: "
            + "SQLite Error 11: 'database disk image is malformed'.",
            MessageOf(() => StudyStorage.OpenToRead(StorePath)));
    }

    [Fact]
    public void What_is_not_there_is_said_not_to_be()
    {
        Assert.Equal($"There is no store '{StorePath}'.", MessageOf(() => StudyStorage.OpenToRead(StorePath)));
        Assert.Equal($"There is no store '{StorePath}'.", MessageOf(() => StudyStorage.Open(StorePath)));
        Assert.Empty(Directory.GetFiles(_folder));
        var path = Path.Combine(_folder, "none", "study.db");
        Assert.Equal(
            $"The folder '{Path.Combine(_folder, "none")}' of the store '{path}' does not exist.",
            MessageOf(() => StudyStorage.OpenOrCreate(path, StoreData.Definition)));
        Assert.Equal(
            $"The store must be a file, but '{_folder}' is a folder.",
            MessageOf(() => StudyStorage.OpenOrCreate(_folder, StoreData.Definition)));
    }

    [Fact]
    public void A_store_without_studies_is_said_to_be_empty()
    {
        Make();
        Execute("DELETE FROM mlnetdeep_studies");
        Assert.Equal($"The store '{StorePath}' holds no studies yet.", MessageOf(() => StudyStorage.OpenToRead(StorePath)));
    }

    [Fact]
    public void A_disk_that_may_only_be_read_cannot_take_a_store() => Assert.Equal(
        "The store '/proc/study.db' cannot be made: its folder or the disk may only be read.",
        MessageOf(() => StudyStorage.OpenOrCreate("/proc/study.db", StoreData.Definition)));

    [Fact]
    public void A_folder_that_may_only_be_read_cannot_take_a_store()
    {
        File.SetUnixFileMode(_folder, ReadFolder);
        FileUser.RunAsNobody(() => Assert.Equal(
            $"The store '{StorePath}' cannot be made: its folder or the disk may only be read.",
            MessageOf(() => StudyStorage.OpenOrCreate(StorePath, StoreData.Definition))));
    }

    [Fact]
    public void A_file_that_may_only_be_read_can_be_looked_at_but_not_gone_on_with()
    {
        Make();
        File.SetUnixFileMode(StorePath, ReadFile);
        File.SetUnixFileMode(_folder, ReadFolder);
        FileUser.RunAsNobody(() =>
        {
            using (var store = StudyStorage.OpenToRead(StorePath))
                Assert.Equal(TrialState.Completed, Assert.Single(store.ReadTrials()).State);
            Assert.Single(StudyStorage.ReadStudies(StorePath));
            Assert.Equal(
                $"The store '{StorePath}' cannot be written: the file, its folder or the disk may only be read.",
                MessageOf(() => StudyStorage.OpenOrCreate(StorePath, StoreData.Definition)));
        });
        Assert.Equal([StorePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_store_opened_to_read_refuses_to_be_written()
    {
        Make();
        using var store = StudyStorage.OpenToRead(StorePath);
        Assert.Equal(
            $"The store '{StorePath}' was opened to read only.", MessageOf(() => store.Enqueue(new Proposal("{}", "enqueued"))));
    }

    [Fact]
    public void A_full_disk_loses_nothing_that_was_finished()
    {
        using var store = StudyStorage.Create(StorePath, StoreData.Definition);
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        var trial = store.ClaimFor(StoreData.Elsewhere());
        var database = ((SqlStudyStore)store).Database;
        // A limit on pages fails as a disk does that has no more.
        SetPages(null);
        var big = new FoldPredictions(0, 1, new float[10_000], new float[10_000]);
        Assert.Equal(
            $"The disk of the store '{StorePath}' is full. What was finished is kept: make room and resume the study.",
            MessageOf(() => store.ReportFold(trial, StoreData.Fold(0), big)));
        Assert.Equal([TrialState.Completed, TrialState.Running], store.ReadTrials().Select(each => each.State));
        Assert.Empty(store.ReadTrials()[1].Folds);
        SetPages(1_000_000);
        Assert.True(store.ReportFold(trial, StoreData.Fold(0), big));
        Assert.True(store.Complete(trial));

        // To as many as there are when no number is given.
        void SetPages(long? count) => database.Write(durable: true, session =>
        {
            count ??= session.QueryNumber("PRAGMA page_count");
            return session.QueryNumber($"PRAGMA max_page_count = {count}");
        });
    }

    [Fact]
    public void A_store_that_stays_locked_is_said_to_be()
    {
        using var store = StudyStorage.Create(StorePath, StoreData.Definition);
        using var other = StudyStorage.Open(StorePath, null, new StudyStorageOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        store.Claim(StoreData.Elsewhere(), (_, _) =>
        {
            Assert.Equal(
                $"The store '{StorePath}' was locked by another process for more than 1 seconds.",
                MessageOf(() => other.Enqueue(new Proposal("{}", "enqueued"))));
            return null;
        });
        Assert.Equal(0, other.Enqueue(new Proposal("{}", "enqueued")));
    }
}
