using System.CommandLine;
using MLNetDeep.Comparisons;
using MLNetDeep.Comparisons.Forecasting;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Comparisons.Peers;
using MLNetDeep.Comparisons.Sequences;
using MLNetDeep.Comparisons.Sweeps;
using MLNetDeep.Comparisons.Tabular;
using MLNetDeep.Comparisons.Tuners;

var seconds = new Option<double>("--seconds") { Description = "How long to fit.", DefaultValueFactory = _ => 60 };
var memory = new Command("memory", "Fits of 20 steps one after the other; fails when resident memory grows.") { seconds };
memory.SetAction(parsed => MemoryCommand.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds))));

var python = new Option<string>("--python") { Description = "A Python that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };
var steps = new Command("steps", "Microseconds a training step of an MLP 20-64-64-3, batch 128, beside PyTorch's.") { python };
steps.SetAction(parsed => StepsCommand.Run(parsed.GetValue(python)!));

var scoring = new Command("scoring", "Rows scored per second in managed code beside libtorch, for one row and for blocks.");
scoring.SetAction(_ => ScoringCommand.Run());

var text = new Command("text", "Megabytes of CSV a second that the text loader reads on one core, beside plain .NET.");
text.SetAction(_ => TextCommand.Run());

var tables = new Option<string>("--data") { Description = "A folder of TABLE.csv.gz files.", Required = true };
var only = new Argument<string[]>("tables") { Description = "Only these tables.", Arity = ArgumentArity.ZeroOrMore };
var classical = new Command("classical", "Quality of ML.NET's classical trainers beside XGBoost's and scikit-learn's, five folds.")
{
    tables, python, only,
};
classical.SetAction(parsed => ClassicalCommand.Run(parsed.GetValue(tables)!, parsed.GetValue(python)!, parsed.GetValue(only)!));

var table = new Argument<string>("table") { Description = "A regression table.", DefaultValueFactory = _ => "diamonds" };
var threads = new Option<int>("--threads") { Description = "Of both sides.", DefaultValueFactory = _ => Environment.ProcessorCount };
var trees = new Command("trees", "Seconds that FastTree takes to fit a table, beside XGBoost.") { tables, python, threads, table };
trees.SetAction(parsed => TreesCommand.Run(
    parsed.GetValue(tables)!, parsed.GetValue(python)!, parsed.GetValue(table)!, parsed.GetValue(threads)));

var rows = new Option<int>("--rows") { Description = "Rows of the large table.", DefaultValueFactory = _ => 10_000_000 };
var budget = new Option<int>("--budget") { Description = "Megabytes.", DefaultValueFactory = _ => 500 };
var small = new Option<int>("--small") { Description = "Rows of the table that is fitted both ways.", DefaultValueFactory = _ => 300_000 };
var stream = new Command("stream", "One epoch of a table that is larger than a memory budget; fails when the process takes more.")
{
    rows, budget, small,
};
stream.SetAction(parsed => StreamCommand.Run(parsed.GetValue(rows), parsed.GetValue(budget), parsed.GetValue(small)));

var root = new RootCommand("Measures MLNetDeep and the baselines that it is compared with.")
{
    memory, SoakCommand.Create(), steps, scoring, text, classical, TabularCommand.Create(tables, python), trees, stream,
    ImagesCommand.Create(tables, python), ImagesCommand.CreateFit(), SequencesCommand.Create(tables, python),
    ForecastingCommand.Create(tables), TunersCommand.Create(python), SweepsCommand.Create(tables),
    PeersCommand.Create(python), WorkerHost.Create(),
};
return await root.Parse(args).InvokeAsync();
