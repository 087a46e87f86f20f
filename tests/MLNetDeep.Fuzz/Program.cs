using System.CommandLine;
using MLNetDeep.Fuzz;
using MLNetDeep.Fuzz.Corpus;

var count = new Option<long>("--count") { Description = "How many mutants.", DefaultValueFactory = _ => 100_000 };
var seed = new Option<int>("--seed") { Description = "What they are drawn from.", DefaultValueFactory = _ => 1 };
var first = new Option<long>("--first") { Description = "Number of the first; each is made from seed and number alone." };
var limit = new Option<double>("--limit") { Description = "Seconds that one may take.", DefaultValueFactory = _ => 30 };
var target = new Option<string[]>("--target") { Description = "Only this reader.", DefaultValueFactory = _ => [] };
var corpus = new Option<string?>("--corpus") { Description = "A folder of sound files from an earlier run; else they are made anew." };
var listed = new Option<int>("--listed") { Description = "How many failures are listed.", DefaultValueFactory = _ => 40 };
var keep = new Option<string?>("--keep") { Description = "Makes the sound files in this folder, and leaves them." };

var folder = new Argument<string>("folder");
var numbers = new Argument<long[]>("numbers") { Arity = new ArgumentArity(3, 3) };
var names = new Argument<string[]>("names") { Arity = ArgumentArity.ZeroOrMore };
var saved = new Option<string?>("--save") { Description = "Where the mutants are kept." };
var read = new Command("read", "Reads mutants in this very process; the fuzzer starts it.") { folder, numbers, names, saved };
read.Hidden = true;
read.SetAction(parsed =>
{
    var given = parsed.GetValue(numbers)!;
    return Worker.Run(parsed.GetValue(folder)!, (int)given[0], given[1], given[2], parsed.GetValue(names)!, parsed.GetValue(saved));
});

var contents = new Argument<string[]>("contents");
var write = new Command("write", "Replaces saved files again and again, until it is killed; a test starts it.")
{
    folder, contents,
};
write.Hidden = true;
write.SetAction(parsed => FileWriter.Run(parsed.GetValue(folder)!, parsed.GetValue(contents)!));

var root = new RootCommand("Feeds damaged and forged files to every reader; fails when one is not refused in a documented way.")
{
    count, seed, first, limit, target, corpus, keep, listed, read, write,
};
root.SetAction(async (parsed, cancellation) =>
{
    var made = parsed.GetValue(corpus) is null && parsed.GetValue(keep) is null
        ? Directory.CreateTempSubdirectory("mlnetdeep-fuzz-") : null;
    try
    {
        var place = parsed.GetValue(corpus) ?? made?.FullName ?? Directory.CreateDirectory(parsed.GetValue(keep)!).FullName;
        string[] targets = parsed.GetValue(target)!;
        if (parsed.GetValue(corpus) is null && targets is not ["canary"])
            Seeds.Write(place);
        var report = new Report(parsed.GetValue(seed), parsed.GetValue(listed));
        var runner = new Runner(place, parsed.GetValue(seed), TimeSpan.FromSeconds(parsed.GetValue(limit)), targets);
        var total = parsed.GetValue(count);
        await foreach (var verdict in runner.Run(parsed.GetValue(first), total).WithCancellation(cancellation))
        {
            report.Add(verdict);
            if (verdict.IsFailure)
                Console.Error.WriteLine(report.Describe(verdict));
            if (report.Count % 1000 == 0)
                Console.Error.WriteLine(FormattableString.Invariant($"{report.Count} of {total}, {report.FailureCount} failures"));
        }
        report.Write(Console.Out);
        return report.FailureCount == 0 ? 0 : 1;
    }
    finally
    {
        made?.Delete(recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();
