using System.Diagnostics;

namespace MLNetDeep.Fuzz;

/// <summary>What became of a mutant.</summary>
internal enum Outcome
{
    /// <summary>It was refused with an exception of a documented kind that names the part.</summary>
    Refused,

    /// <summary>It was read, and is what the sound file is.</summary>
    Same,

    /// <summary>It was read as something else, which it may be.</summary>
    Other,

    /// <summary>It was read as something else, and nobody noticed.</summary>
    Silent,

    /// <summary>It was refused, but with an exception that no reader documents.</summary>
    Undocumented,

    /// <summary>Reading it took more memory than is there to read.</summary>
    Greedy,

    /// <summary>The process died of it.</summary>
    Crash,

    /// <summary>The process did not come back in time.</summary>
    Hang,
}

/// <summary>The judgement of one mutant.</summary>
/// <param name="Number">The mutant's number.</param>
/// <param name="Target">The reader.</param>
/// <param name="Kind">What was done to the file.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Milliseconds">Time that reading took.</param>
/// <param name="Bytes">Bytes that reading allocated, or by which the process grew, whichever is more.</param>
/// <param name="Detail">The exception, or what was read.</param>
internal sealed record Verdict(long Number, string Target, string Kind, Outcome Outcome, double Milliseconds, long Bytes, string Detail)
{
    public bool IsFailure => Outcome is not (Outcome.Refused or Outcome.Same or Outcome.Other);

    /// <summary>Reads a mutant and judges what happens.</summary>
    public static Verdict Of(long number, IFuzzTarget target, Mutant mutant)
    {
        var (outcome, detail) = (Outcome.Same, "");
        var (allocated, resident) = (GC.GetTotalAllocatedBytes(), Environment.WorkingSet);
        var clock = Stopwatch.StartNew();
        try
        {
            var read = target.Read(mutant);
            if (read != target.Expected(mutant.Seed))
                (outcome, detail) = (mutant.MayDiffer ? Outcome.Other : Outcome.Silent, read);
        }
        catch (Exception refusal)
        {
            outcome = target.IsDocumented(refusal, mutant) ? Outcome.Refused : Outcome.Undocumented;
            detail = outcome == Outcome.Refused ? refusal.GetBaseException().Message : refusal.ToString();
        }
        var time = clock.Elapsed;
        var bytes = Math.Max(GC.GetTotalAllocatedBytes() - allocated, Environment.WorkingSet - resident);
        if (bytes > mutant.AllowedBytes && outcome is (Outcome.Refused or Outcome.Same or Outcome.Other))
            (outcome, detail) = (Outcome.Greedy, $"{bytes:N0} bytes for {mutant.HonestSize:N0}: {detail}");
        return new Verdict(number, target.Name, $"{mutant.Kind} [{mutant.Seed}]", outcome, time.TotalMilliseconds, bytes, detail);
    }
}
