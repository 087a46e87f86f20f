using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MLNetDeep.Orleans;

// Three silos, as they would run on three machines, work on one study; one of them is killed in the middle. The silos are this very
// program: on a cluster of yours, each machine starts one, with the same study and a PostgreSQL database instead of the file.
if (args is ["silo", var index, var port])
{
    await Silo.RunAsync(int.Parse(index), int.Parse(port));
    return;
}

using var folder = new SampleFolder("telco-churn.csv");
var ports = Silo.FindPorts();
var silos = Enumerable.Range(0, Silo.Count).Select(i => Silo.Start(i, ports)).ToArray();
try
{
    using var client = Host.CreateDefaultBuilder().ConfigureLogging(Silo.KeepQuiet)
        .UseOrleansClient(orleans => orleans.UseLocalhostClustering(gatewayPort: ports + Silo.Count)).Build();
    await client.StartAsync();
    var study = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IStudyGrain>("churn");
    var status = await AskAsync(study);
    for (; status.Silos.Count < Silo.Count; status = await AskAsync(study))
        await Task.Delay(200);
    await study.StartAsync();

    var isKilled = false;
    for (; !status.IsDone; status = await AskAsync(study))
    {
        var working = status.Silos.Values.Count(work => work == SiloWork.Working);
        Console.WriteLine($"{working} silos, {status.CompletedCount} of {ChurnStudy.TrialCount} trials, {status.RunningCount} at work");
        if (!isKilled && working == Silo.Count && status.CompletedCount >= ChurnStudy.TrialCount / 4)
        {
            silos[^1].Kill();
            isKilled = true;
            Console.WriteLine("Killed the last silo.");
        }
        await Task.Delay(1000);
    }
    Console.WriteLine($"Done: trial {status.BestTrial} is the best, AUC {status.BestScore:F4}");
}
finally
{
    foreach (var silo in silos)
        silo.Kill();
}

// The study is a file; any process may read it, or go on with it.
var result = ChurnStudy.Create().Run();
var again = result.Trials.Count(trial => trial.Attempt > 1);
Console.WriteLine($"{result.Trials.Count(trial => trial.IsFinished)} trials finished, none lost; {again} begun again");
Console.WriteLine(result.ToText(5));

// The grain may have lived on the silo that was killed: until the cluster has found out, it does not answer.
static async Task<StudyStatus> AskAsync(IStudyGrain study)
{
    while (true)
    {
        try
        {
            return await study.GetStatusAsync();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            await Task.Delay(200);
        }
    }
}
