namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>Which study is opened, and whether it is the one that was meant.</summary>
public sealed class StudyStorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string StorePath => Path.Combine(_folder, "study.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string MessageOf(Action action) => Assert.Throws<StudyStorageException>(action).Message;

    [Fact]
    public void A_store_holds_several_studies()
    {
        using (var first = StudyStorage.Create(StorePath, StoreData.Definition))
        using (var second = StudyStorage.Create($"Data Source={StorePath}", StoreData.Definition with { Name = "other", Seed = 9 }))
        {
            first.Enqueue(new Proposal("{}", "enqueued"));
            Assert.Empty(second.ReadTrials());
            Assert.Equal(0, second.ClaimFor(StoreData.Elsewhere()).Number);
        }
        Assert.Equal(
            [("churn", 7), ("other", 9)], StudyStorage.ReadStudies($"sqlite:///{StorePath}").Select(study => (study.Name, study.Seed)));
        using (var other = StudyStorage.Open(StorePath, "other"))
            Assert.Equal(9, other.Definition.Seed);
        Assert.Equal(
            $"The store '{StorePath}' holds several studies; name one of 'churn', 'other'.", MessageOf(() => StudyStorage.Open(StorePath)));
        Assert.Equal(
            $"The store '{StorePath}' holds no study 'third', but 'churn', 'other'.",
            MessageOf(() => StudyStorage.Open(StorePath, "third")));
    }

    [Fact]
    public void A_definition_is_read_back_whole()
    {
        using (StudyStorage.Create(StorePath, StoreData.Definition))
        {
        }
        using var store = StudyStorage.OpenToRead(StorePath);
        Assert.Equal(StoreJson.Write(StoreData.Definition), StoreJson.Write(store.Definition));
    }

    [Fact]
    public void A_study_is_made_once()
    {
        using var store = StudyStorage.Create(StorePath, StoreData.Definition);
        Assert.Equal(
            $"The store '{StorePath}' holds a study 'churn' already: resume it, or give the new one another name.",
            MessageOf(() => StudyStorage.Create(StorePath, StoreData.Definition)));
        using var same = StudyStorage.OpenOrCreate(StorePath, StoreData.Definition with { Environment = new Dictionary<string, string>() });
        Assert.Equal("1.0", same.Definition.Environment["MLNetDeep"]);
    }

    [Fact]
    public void What_differs_from_the_study_as_it_was_made_is_named()
    {
        using var store = StudyStorage.Create(StorePath, StoreData.Definition);
        var other = StoreData.Definition with
        {
            MetricNames = ["AUC", "LogLoss"],
            HigherIsBetter = [true, false],
            Metric = 1,
            ObjectiveNames = ["LogLoss"],
            ObjectiveHigherIsBetter = [false],
            SpaceJson = "{}",
            Validation = "3 folds; rows 3c4d",
            FoldCount = 3,
            Seed = 8,
        };
        Assert.Equal(
            $"The study 'churn' in the store '{StorePath}' was made with the ranking metric 'AUC', not 'LogLoss'; "
            + "with the metrics 'AUC up, Accuracy up', not 'AUC up, LogLoss down'; "
            + "with the objectives 'AUC up, fit seconds down', not 'LogLoss down'; with the number of folds '5', not '3'; "
            + "with the validation and rows '5 folds, stratified; rows 1a2b', not '3 folds; rows 3c4d'; with the seed '7', not '8'; "
            + "with another search space. Give it the options it was made with, or another name.",
            MessageOf(() => StudyStorage.OpenOrCreate(StorePath, other)));
        Assert.Equal(
            $"The study 'churn' in the store '{StorePath}' was made with the seed '7', not '8'. "
            + "Give it the options it was made with, or another name.",
            MessageOf(() => StudyStorage.OpenOrCreate(StorePath, StoreData.Definition with { Seed = 8 })));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData(":memory:")]
    public void Without_a_name_a_store_is_this_process_s_own(string? storage)
    {
        using var store = StudyStorage.Create(storage, StoreData.Definition);
        using var other = StudyStorage.Create(storage, StoreData.Definition);
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        Assert.Single(store.ReadTrials());
        Assert.Empty(other.ReadTrials());
        Assert.Equal("in memory", StudyStorage.Describe(storage));
    }

    [Fact]
    public void A_path_may_look_like_a_connection_string()
    {
        var path = Path.Combine(_folder, "a=b; c.db");
        using (StudyStorage.Create(path, StoreData.Definition))
        {
        }
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_together()
    {
        var options = new StudyStorageOptions { LockTimeout = TimeSpan.Zero, StaleAfter = TimeSpan.Zero, MaximumAttempts = 0 };
        var error = Assert.Throws<ArgumentException>(() => StudyStorage.Create(null, StoreData.Definition, options));
        Assert.Equal(
            "StudyStorageOptions.LockTimeout must be at least 1 second, but was 00:00:00. "
            + "StudyStorageOptions.StaleAfter must be above 0, but was 00:00:00. "
            + "StudyStorageOptions.MaximumAttempts must be at least 1, but was 0.",
            error.Message);
    }
}
