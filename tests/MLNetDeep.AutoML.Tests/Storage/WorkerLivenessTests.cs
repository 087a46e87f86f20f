using System.Diagnostics;

namespace MLNetDeep.AutoML.Tests.Storage;

public sealed class WorkerLivenessTests
{
    private static IStudyStore Open() => StudyStorage.Create(null, StoreData.Definition);

    private static Worker WorkerOf(Process process) =>
        new(Environment.MachineName, process.Id, DateTimeOffset.UnixEpoch, 0) { Mark = ProcessMark.Of(process.Id) };

    [Fact]
    public void A_process_of_this_machine_is_known_to_be_dead_at_once()
    {
        using var store = Open();
        using var process = Process.Start("sleep", "1000");
        store.ClaimFor(WorkerOf(process));
        Assert.Null(store.Claim(Worker.New(), (_, _) => null));
        process.Kill();
        process.WaitForExit();
        Assert.Equal(2, store.Claim(Worker.New(), (_, _) => null)!.Attempt);
    }

    [Fact]
    public void A_process_that_lives_is_not_robbed_though_it_is_silent()
    {
        using var store = Open();
        using var process = Process.Start("sleep", "1000");
        store.ClaimFor(WorkerOf(process));
        store.Age(TimeSpan.FromHours(1));
        Assert.Null(store.Claim(Worker.New(), (_, _) => null));
        process.Kill();
    }

    [Fact]
    public void A_number_that_another_process_has_now_is_no_sign_of_life()
    {
        using var store = Open();
        store.ClaimFor(Worker.New() with { Mark = ProcessMark.Here with { Start = "1" } });
        Assert.Equal(2, store.Claim(Worker.New(), (_, _) => null)!.Attempt);
    }

    [Fact]
    public void A_process_in_another_space_is_known_by_its_beats_only()
    {
        using var store = Open();
        store.ClaimFor(Worker.New() with { ProcessId = int.MaxValue, Mark = ProcessMark.Here with { Space = "container" } });
        Assert.Null(store.Claim(Worker.New(), (_, _) => null));
        store.Age(TimeSpan.FromSeconds(61));
        Assert.Equal(2, store.Claim(Worker.New(), (_, _) => null)!.Attempt);
    }

    [Fact]
    public void A_worker_of_this_process_is_known_by_its_beats_only()
    {
        using var store = Open();
        store.ClaimFor(Worker.New());
        Assert.Null(store.Claim(Worker.New(), (_, _) => null));
        store.Age(TimeSpan.FromSeconds(61));
        Assert.Equal(2, store.Claim(Worker.New(), (_, _) => null)!.Attempt);
    }

    [Fact]
    public void Workers_of_one_process_differ()
    {
        var (first, second) = (Worker.New(), Worker.New());
        Assert.NotEqual(first.ToString(), second.ToString());
        Assert.Equal(Environment.ProcessId, first.ProcessId);
        Assert.True(first.Mark!.IsAlive(first.ProcessId));
    }
}
