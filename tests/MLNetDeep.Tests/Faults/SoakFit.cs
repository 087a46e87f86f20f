using MLNetDeep.Training;

namespace MLNetDeep.Tests.Faults;

/// <summary>How a fit of the soak ends.</summary>
internal enum SoakEnd
{
    /// <summary>After its epochs.</summary>
    Whole,

    /// <summary>Its token is cancelled in the middle of an epoch.</summary>
    Cancelled,

    /// <summary>A callback throws in the middle of an epoch.</summary>
    CallbackFails,

    /// <summary>The rows cannot be read to the end.</summary>
    DataFails,
}

/// <summary>What a fit of the soak is to be, and what breaks it off.</summary>
/// <param name="random">Chooses; of this fit alone, so that a soak can be repeated.</param>
/// <param name="end">How it ends.</param>
internal sealed class SoakFit(Random random, SoakEnd end) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public SoakEnd End => end;

    /// <summary>One of several, drawn.</summary>
    public T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];

    /// <summary>The options as this fit needs them.</summary>
    public T Of<T>(T options) where T : DeepTrainerOptions => options with
    {
        MaximumEpochCount = end == SoakEnd.Whole ? random.Next(1, 4) : 12, // one that is to break off must not end before
        Seed = random.Next(),
        ThreadCount = random.Next(1, 3),
        Diagnose = false,
        CancellationToken = _stop.Token,
        Callbacks = end switch
        {
            SoakEnd.Cancelled => [new After(random.Next(1, 4), _stop.Cancel)],
            SoakEnd.CallbackFails => [new After(random.Next(1, 4), () => throw new SoakFault())],
            _ => [],
        },
    };

    public void Dispose() => _stop.Dispose();

    /// <summary>Does something after so many batches.</summary>
    private sealed record After(int Batches, Action Act) : TrainingCallback
    {
        public override TrainingObserver Start(FitContext fit) => new Observer(this);

        private sealed class Observer(After after) : TrainingObserver
        {
            private int _batches;

            public override void OnBatchEnd(FitContext fit)
            {
                if (++_batches == after.Batches)
                    after.Act();
            }
        }
    }
}

/// <summary>The failure that the soak itself brings about.</summary>
internal sealed class SoakFault() : IOException("The soak broke this fit on purpose.")
{
    /// <summary>Whether an exception is one, or was caused by one.</summary>
    public static bool IsBehind(Exception? error) => error is SoakFault || (error is not null && IsBehind(error.InnerException));
}
