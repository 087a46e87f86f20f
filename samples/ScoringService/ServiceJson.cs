using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The JSON of requests and answers: the names are the columns of the table.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(Customer[]))]
[JsonSerializable(typeof(Churn))]
[JsonSerializable(typeof(Churn[]))]
[JsonSerializable(typeof(ModelDescription))]
public sealed partial class ServiceJson : JsonSerializerContext
{
    /// <summary>What is wrong with a request, with the name of the field.</summary>
    public static string Explain(JsonException error)
    {
        string path = error.Path is { Length: > 1 } full ? full[1..].TrimStart('.') : "";
        string name = path[(path.LastIndexOf('.') + 1)..];
        if (Default.Customer.Properties.FirstOrDefault(property => property.Name == name) is { } field)
            return $"Field '{path}' must be a {(field.PropertyType == typeof(float) ? "number" : "text")}.";
        if (name.Length > 0 && !name.EndsWith(']'))
            return $"Field '{path}' must be a column of the model, but there is none of that name.";
        var missing = Default.Customer.Properties.FirstOrDefault(property => error.Message.Contains($"'{property.Name}'"));
        return missing is not null ? $"Field '{path}{(path.Length > 0 ? "." : "")}{missing.Name}' must be given, but was missing."
            : "The request must be a customer or a list of customers in JSON, but could not be read.";
    }
}

/// <summary>What the service knows of its model.</summary>
/// <param name="Inputs">The columns that a request fills, with their types.</param>
/// <param name="Outputs">The columns that the model adds.</param>
/// <param name="Network">The trainer's name.</param>
/// <param name="Epochs">Length of the fit.</param>
/// <param name="Rows">Rows that it learned from.</param>
/// <param name="Saved">When the file was written.</param>
public sealed record ModelDescription(
    IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Outputs, string Network, int Epochs, int Rows,
    DateTimeOffset Saved);
