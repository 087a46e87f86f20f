using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLNetDeep.AutoML.Tests.Running;
using MLNetDeep.Orleans;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML.Tests.Orleans;

/// <summary>A study on a silo of this process; the sample SweepCluster kills one of three.</summary>
public sealed class StudyClusterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-cluster-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_study_is_started_worked_on_and_done_with_the_trials_of_one_process()
    {
        using var silo = await StartAsync(orleans => orleans.AddStudy("churn", _ => Make("done.study")));
        var study = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IStudyGrain>("churn");
        Assert.False((await study.GetStatusAsync()).IsStarted);

        await study.StartAsync();
        var status = await WaitAsync(study, status => status.IsDone);
        await silo.StopAsync();

        Assert.Equal((true, 6, 0, 0, 0), (status.IsStarted, status.CompletedCount, status.PrunedCount, status.FailedCount, status.RunningCount));
        Assert.Equal([SiloWork.Done], status.Silos.Values);
        var alone = new Study(Make("alone.study").Options).Run();
        var onCluster = Make("done.study").Run();
        Assert.Equal(alone.Trials.Select(trial => (trial.ParameterJson, trial.Score)), onCluster.Trials.Select(trial => (trial.ParameterJson, trial.Score)));
        Assert.Equal((alone.Best!.Number, alone.Best.Score), (status.BestTrial!.Value, status.BestScore));
    }

    [Fact]
    public async Task A_stopped_study_gives_its_trials_back_and_goes_on_when_it_is_started_again()
    {
        using var begun = new ManualResetEventSlim();
        var options = Studies.Options(Studies.Choices((context, _) => new Before(Studies.Network(context), () =>
        {
            if (begun.IsSet)
                return;
            begun.Set();
            // The first fit lasts until it is cancelled.
            FitScope.Current!.Cancellation.WaitHandle.WaitOne(Patience);
        }), 4), trials: 2) with
        { Storage = Path("stopped.study") };
        using var silo = await StartAsync(orleans => orleans.AddStudy("slow", _ => new Study(options)));
        var study = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IStudyGrain>("slow");

        await study.StartAsync();
        Assert.True(begun.Wait(Patience));
        await study.StopAsync();
        var stopped = await WaitAsync(study, status => status.RunningCount == 0);
        Assert.Equal((false, false, 0), (stopped.IsStarted, stopped.IsDone, stopped.CompletedCount));

        await study.StartAsync();
        var done = await WaitAsync(study, status => status.IsDone);
        Assert.Equal(2, done.CompletedCount);
        await silo.StopAsync();
    }

    [Fact]
    public async Task Who_starts_a_study_hears_what_is_wrong_with_it()
    {
        using var silo = await StartAsync(orleans => orleans
            .AddStudy("nowhere", _ => new Study(Studies.Options(Studies.Deep())))
            .AddStudy("folds", _ => new Study(Studies.Options(Studies.Deep()) with { FoldCount = 500, Storage = Path("folds.study") })));
        var grains = silo.Services.GetRequiredService<IGrainFactory>();

        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => grains.GetGrain<IStudyGrain>("other").StartAsync());
        Assert.Equal("This silo has no study 'other', but 'folds', 'nowhere'; AddStudy gives it one. (Parameter 'name')", unknown.Message);
        var nowhere = await Assert.ThrowsAsync<ArgumentException>(() => grains.GetGrain<IStudyGrain>("nowhere").StartAsync());
        Assert.Equal(
            "StudyOptions.Storage of study 'nowhere' must be a PostgreSQL database, or a SQLite file when all silos are on one machine, "
            + "but was null: silos share nothing else.", nowhere.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => grains.GetGrain<IStudyGrain>("folds").StartAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task A_grain_that_forgot_learns_from_a_working_silo_that_the_study_is_started()
    {
        using var silo = await StartAsync(orleans => orleans.AddStudy("churn", _ => Make("forgot.study")));
        var study = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IStudyGrain>("churn");
        Assert.False(await study.AttendAsync("one", SiloWork.None));
        Assert.True(await study.AttendAsync("two", SiloWork.Working));
        Assert.True(await study.AttendAsync("one", SiloWork.None));
        await study.StopAsync();
        Assert.False(await study.AttendAsync("two", SiloWork.Working));
        await silo.StopAsync();
    }

    [Fact]
    public void Two_studies_of_one_name_are_refused()
    {
        var registrations = new[] { new StudyRegistration("a", _ => Make("a.study")), new StudyRegistration("a", _ => Make("b.study")) };
        using var services = new ServiceCollection().BuildServiceProvider();
        var error = Assert.Throws<ArgumentException>(() => new StudyRegistry(registrations, services));
        Assert.Equal("A silo's studies must have different names, but 'a' was added twice.", error.Message);
    }

    private Study Make(string file) => new(Studies.Options(Studies.Mixed(), trials: 6) with { Storage = Path(file) });

    private string Path(string file) => System.IO.Path.Combine(_folder.FullName, file);

    private static async Task<IHost> StartAsync(Action<ISiloBuilder> configure)
    {
        var (silo, gateway) = (FreePort(), FreePort());
        var host = Host.CreateDefaultBuilder().ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Critical)).UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering(silo, gateway);
            configure(orleans);
        }).Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<StudyStatus> WaitAsync(IStudyGrain study, Func<StudyStatus, bool> isReached)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await study.GetStatusAsync();
            if (isReached(status))
                return status;
            await Task.Delay(100, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
