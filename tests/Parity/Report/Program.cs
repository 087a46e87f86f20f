using System.Text.Json;
using System.Text.Json.Nodes;
using Parity;

if (args is not [var officialPath, var observedPath, var knownPath])
{
    Console.Error.WriteLine("Usage: ParityReport OFFICIAL.json OBSERVED.json KNOWN-DIFFERENCES.json");
    return 2;
}

var known = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(knownPath))!;
var report = Report.Create(Read(officialPath), Read(observedPath), known);
report.Write(Console.Out);
return report.IsGood ? 0 : 1;

static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
