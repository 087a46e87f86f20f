namespace MLNetDeep.Conformance;

/// <summary>Threads that start at the same moment.</summary>
internal static class Threads
{
    /// <summary>Does work on several threads at once, and throws the first failure, in their order, when all have ended.</summary>
    /// <param name="count">Number of threads.</param>
    /// <param name="work">Takes the number of the thread, from 0.</param>
    public static void Together(int count, Action<int> work)
    {
        using var start = new Barrier(count);
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(id => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                work(id);
            }
            catch (Exception exception)
            {
                failures[id] = exception;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.FirstOrDefault(failure => failure != null) is { } first)
        {
            var message = first is ConformanceException ? first.Message : $"{first.GetType().Name}: {first.Message}";
            throw new ConformanceException(message, first);
        }
    }
}
