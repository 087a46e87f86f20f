using System.CommandLine;
using MLNetDeep.Benchmarks;

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

return new RootCommand("Measures the engine of MLNetDeep.") { memory, steps, scoring, text }.Parse(args).Invoke();
