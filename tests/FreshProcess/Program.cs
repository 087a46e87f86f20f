using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args[0] == "train")
{
    TrainAndPrint.Run(args[1], long.Parse(args[2], CultureInfo.InvariantCulture));
    return;
}

if (args[0] == "all")
{
    TrainAll.Run();
    return;
}

if (args[0] == "memory")
{
    TightMemory.Run();
    return;
}

// Loads a model zip with nothing but ML.NET's own call, and prints the scores or the forecasts of each row of features on standard input.
// Usage: FreshProcess MODEL.zip < rows of numbers separated by spaces
//    or: FreshProcess train CHECKPOINT STEP, see TrainAndPrint
//    or: FreshProcess all, see TrainAll
//    or: FreshProcess memory, see TightMemory
var ml = new MLContext();
var model = ml.Model.Load(args[0], out _);
var rows = new List<Row>();
while (Console.ReadLine() is { } line)
    rows.Add(new Row { Features = [.. line.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))] });
var output = model.Transform(ml.Data.LoadFromEnumerable(rows));
var scores = output.Schema.GetColumnOrNull("Forecast") is null
    ? output.GetColumn<float>("Score")
    : output.GetColumn<float[]>("Forecast").SelectMany(steps => steps);
foreach (var score in scores)
    Console.WriteLine(score.ToString("R", CultureInfo.InvariantCulture));

// A service that only predicts ships without libtorch: scoring must not have loaded it.
using var process = Process.GetCurrentProcess();
foreach (ProcessModule module in process.Modules)
{
    var name = module.ModuleName;
    if (name.Contains("torch", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        Console.WriteLine($"loaded {name}");
}

internal sealed class Row
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    /// <summary>A series, for forecasters.</summary>
    public float Value => Features[0];
}
