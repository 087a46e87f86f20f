using Npgsql;

namespace MLNetDeep.AutoML.Tests.Storage;

[Collection(PostgresTests.Name)]
public sealed class PostgresStoreTests(PostgresCluster cluster) : StoreContract
{
    private readonly string _storage = cluster.NewStore();

    internal override IStudyStore Open(StudyStorageOptions? options = null) =>
        StudyStorage.OpenOrCreate(_storage, StoreData.Definition, options);

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(_storage);
        change(builder);
        return builder.ConnectionString;
    }

    [Fact]
    public void Several_that_make_the_same_study_at_once_share_it()
    {
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            using var store = Open();
            store.Enqueue(new Proposal("{}", "enqueued"));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        using var store = Open();
        Assert.Equal(Enumerable.Range(0, 8), store.ReadTrials().Select(trial => trial.Number));
        Assert.Single(StudyStorage.ReadStudies(_storage));
    }

    [Fact]
    public void A_study_goes_on_when_the_server_comes_back_after_a_crash()
    {
        using var store = Open();
        var trial = store.ClaimFor(StoreData.Elsewhere());
        store.ReportFold(trial, StoreData.Fold(0), StoreData.Predictions(0));
        cluster.Stop();
        var restart = new Thread(() =>
        {
            Thread.Sleep(300);
            cluster.Start();
        });
        restart.Start();
        Assert.True(store.Complete(trial));
        restart.Join();
        Assert.Equal((TrialState.Completed, 1), (store.ReadTrials()[0].State, store.ReadTrials()[0].Folds.Count));
    }

    [Fact]
    public void An_address_says_what_a_connection_string_does()
    {
        using (var store = Open())
            store.Enqueue(new Proposal("{}", "enqueued"));
        var builder = new NpgsqlConnectionStringBuilder(_storage);
        var address = $"postgresql://{builder.Username}:{Uri.EscapeDataString(PostgresCluster.Password)}@{cluster.Address}/postgres"
            + $"?sslmode=disable&application_name=x&Search%20Path={builder.SearchPath}";
        using var same = StudyStorage.Open(address);
        Assert.Single(same.ReadTrials());
        Assert.Equal($"'postgres' on {cluster.Address}", StudyStorage.Describe(address));
    }

    [Fact]
    public void What_is_wrong_with_a_connection_is_said_without_the_password()
    {
        Refused(
            With(builder => builder.Password = "secret"),
            $"The store 'postgres' on {cluster.Address} does not let this user in: password authentication failed for user \"tester\".");
        Refused(
            With(builder => builder.Database = "nowhere"),
            $"The store 'nowhere' on {cluster.Address} does not exist: make the database with CREATE DATABASE.");
        Refused(
            With(builder => builder.Port = 1), "The store 'postgres' on 127.0.0.1:1 cannot be reached: Connection refused.");
        Refused(
            "Host=127.0.0.1;Pasword=secret",
            "The connection string of the store has a mistake: Couldn't set pasword (Parameter 'pasword')");
        Refused(
            "postgresql://", "The address of the store must be postgresql://user:password@host:port/database.");
        Refused(
            "postgresql://a/b?colour=red", "The address of the store has an option 'colour' that is not known or out of range.");

        static void Refused(string storage, string message) => Assert.Equal(
            message, Assert.Throws<StudyStorageException>(() => StudyStorage.OpenOrCreate(storage, StoreData.Definition)).Message);
    }

    [Fact]
    public void A_user_who_may_only_read_can_look_but_not_write()
    {
        using (var store = Open())
            store.Enqueue(new Proposal("{}", "enqueued"));
        var schema = new NpgsqlConnectionStringBuilder(_storage).SearchPath;
        cluster.Execute($"CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA {schema} TO reader; "
            + $"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader");
        var storage = With(builder => (builder.Username, builder.Password) = ("reader", "reader"));
        using (var store = StudyStorage.OpenToRead(storage))
            Assert.Single(store.ReadTrials());
        using (var store = StudyStorage.Open(storage))
        {
            var error = Assert.Throws<StudyStorageException>(() => store.Enqueue(new Proposal("{}", "enqueued")));
            Assert.Equal(
                $"The store 'postgres' on {cluster.Address} cannot be written by this user: permission denied for table mlnetdeep_studies.",
                error.Message);
        }
    }

    [Fact]
    public void A_store_that_stays_locked_is_said_to_be()
    {
        using var store = Open();
        using var other = Open(new StudyStorageOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        store.Claim(StoreData.Elsewhere(), (_, _) =>
        {
            var error = Assert.Throws<StudyStorageException>(() => other.Enqueue(new Proposal("{}", "enqueued")));
            Assert.Equal(
                $"The store 'postgres' on {cluster.Address} was locked by another worker for more than 1 seconds.", error.Message);
            return null;
        });
    }
}
