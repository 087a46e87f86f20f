using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

/// <summary>The service as a process of its own, on a free port of this machine; it ends with this object.</summary>
internal sealed class Service : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly Process _process;
    private readonly HttpClient _http;

    /// <param name="program">ScoringService.dll.</param>
    /// <param name="model">The zip that it loads.</param>
    public Service(string program, string model)
    {
        string[] arguments = [program, "--Model", model, "--urls", "http://127.0.0.1:0"];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The service did not start.");
        // Connections enough that none is waited for; the load is bounded by whoever sends it.
        _http = new HttpClient { BaseAddress = new Uri(line.Split(' ')[^1]), Timeout = TimeSpan.FromSeconds(10) };
    }

    public static byte[] ToJson<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    public string Get(string path) => _http.GetStringAsync(path).Result;

    public T Predict<T>(object customers)
    {
        using var response = Post(ToJson(customers)).Result;
        return response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(Json).Result!;
    }

    /// <summary>What the service finds wrong with a text.</summary>
    public string Problem(string text)
    {
        using var response = Post(System.Text.Encoding.UTF8.GetBytes(text)).Result;
        var problem = response.Content.ReadFromJsonAsync<JsonElement>().Result;
        return $"{(int)response.StatusCode} {problem.GetProperty("detail").GetString()}";
    }

    public Task<HttpResponseMessage> Post(byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new("application/json");
        return _http.PostAsync("/predict", content);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
