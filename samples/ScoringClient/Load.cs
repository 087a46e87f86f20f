using System.Diagnostics;

/// <summary>
/// Open-loop load: a request goes out when its time has come, whether or not those before it were answered, and its latency counts from
/// that time. So a service that stalls is not spared the requests that would have come meanwhile.
/// </summary>
internal sealed class Load(Service service, byte[][] requests)
{
    private const int MostAtOnce = 512;

    /// <summary>Sends so many requests a second.</summary>
    /// <returns>The latencies in milliseconds, in ascending order; failures count as infinite.</returns>
    public double[] Run(int rate, TimeSpan duration)
    {
        double[] latencies = new double[(int)(rate * duration.TotalSeconds)];
        using var places = new SemaphoreSlim(MostAtOnce);
        using var done = new CountdownEvent(latencies.Length);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < latencies.Length; i++)
        {
            double due = 1000.0 * i / rate;
            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < due)
                Thread.Sleep(1);
            places.Wait();
            _ = Send(i, due);
        }

        done.Wait();
        Array.Sort(latencies);
        return latencies;

        async Task Send(int i, double due)
        {
            bool isGood = false;
            try
            {
                using var response = await service.Post(requests[i % requests.Length]).ConfigureAwait(false);
                isGood = response.IsSuccessStatusCode;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // Counted as a failure below.
            }

            latencies[i] = isGood ? Stopwatch.GetElapsedTime(start).TotalMilliseconds - due : double.PositiveInfinity;
            places.Release();
            done.Signal();
        }
    }

    /// <summary>Prints latencies at a rate, then at higher ones until a request in a hundred waits longer than it may.</summary>
    /// <param name="mostMilliseconds">The longest that 99 in 100 requests may take.</param>
    /// <returns>Whether a thousand a second were borne.</returns>
    public bool FindSaturation(double mostMilliseconds)
    {
        Run(500, TimeSpan.FromSeconds(4)); // compiled code
        Console.WriteLine("| requests/s | p50 ms | p90 ms | p99 ms | max ms | failed |\n|---:|---:|---:|---:|---:|---:|");
        int borne = 0;
        for (int rate = 1000; rate <= 64_000; rate += rate / 2)
        {
            double[] sorted = Run(rate, TimeSpan.FromSeconds(rate == 1000 ? 10 : 4));
            int failed = sorted.Count(double.IsPositiveInfinity);
            Console.WriteLine(FormattableString.Invariant(
                $"| {rate} | {At(0.5):F2} | {At(0.9):F2} | {At(0.99):F2} | {sorted[^1]:F2} | {failed} |"));
            if (failed > 0 || At(0.99) > mostMilliseconds)
                break;
            borne = rate;

            double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
        }

        Console.WriteLine($"\nThe highest rate with p99 of at most {mostMilliseconds} ms was {borne} requests a second.");
        return borne >= 1000;
    }
}
