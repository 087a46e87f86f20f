namespace MLNetDeep.AutoML.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal override IStudyStore Open(StudyStorageOptions? options = null) =>
        StudyStorage.OpenOrCreate(Path.Combine(_folder, "study.db"), StoreData.Definition, options);

    [Fact]
    public void A_file_that_was_closed_is_one_file()
    {
        using (var store = Open())
            store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        Assert.Equal(["study.db"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Readers_do_not_wait_for_a_writer()
    {
        using var store = Open();
        using var reader = StudyStorage.OpenToRead(Path.Combine(_folder, "study.db"));
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        store.Claim(StoreData.Elsewhere(), (number, trials) =>
        {
            Assert.Single(reader.ReadTrials());
            return StoreData.Propose(number, trials);
        });
        Assert.Equal(2, reader.ReadTrials().Count);
    }

    [Fact]
    public void The_file_is_whole()
    {
        using var store = Open();
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        var database = ((SqlStudyStore)store).Database;
        Assert.Equal(["ok"], database.Read(session => session.Query("PRAGMA integrity_check", reader => reader.GetString(0))));
        Assert.Equal(["wal"], database.Read(session => session.Query("PRAGMA journal_mode", reader => reader.GetString(0))));
    }
}
