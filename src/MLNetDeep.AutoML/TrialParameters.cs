using System.Text.Json;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>Settings as the JSON that a trial keeps.</summary>
internal static class TrialParameters
{
    public static string Write(Parameter parameter) => JsonSerializer.Serialize(parameter);

    public static Parameter Read(string json) => JsonSerializer.Deserialize<Parameter>(json)!;
}
