using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLNetDeep.Orleans;
using Orleans.Configuration;

/// <summary>A process of the cluster.</summary>
internal static class Silo
{
    public const int Count = 3;

    public static async Task RunAsync(int index, int firstPort)
    {
        var builder = Host.CreateDefaultBuilder().ConfigureLogging(KeepQuiet).UseOrleans(orleans => orleans
            // The development cluster: the first silo knows the others. Machines find each other with UseAdoNetClustering.
            .UseLocalhostClustering(firstPort + index, firstPort + Count + index, new IPEndPoint(IPAddress.Loopback, firstPort))
            // A silo that is silent for six seconds is dead: soon enough for a sample, and late enough for a busy machine.
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(2);
                options.NumVotesForDeathDeclaration = 1;
            })
            .AddStudy("churn", _ => ChurnStudy.Create()));
        using var host = builder.Build();
        await host.RunAsync();
    }

    public static Process Start(int index, int firstPort) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [.. Program(), "silo", $"{index}", $"{firstPort}"]))!;

    /// <summary>The first of enough ports in a row that nobody uses.</summary>
    public static int FindPorts()
    {
        for (var first = Random.Shared.Next(20_000, 30_000); ; first++)
        {
            try
            {
                for (var port = first; port < first + (2 * Count); port++)
                {
                    using var listener = new TcpListener(IPAddress.Loopback, port);
                    listener.Start();
                }
                return first;
            }
            catch (SocketException)
            {
                // One is taken; on to the next ones.
            }
        }
    }

    public static void KeepQuiet(ILoggingBuilder log) => log.SetMinimumLevel(LogLevel.Critical);

    // As `dotnet SweepCluster.dll` or as a program of its own.
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Silo).Assembly.Location] : [];
}
