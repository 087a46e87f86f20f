using System.Text.Json;

// dotnet ScoringService.dll --Model churn.zip --urls http://127.0.0.1:8080
const int MostCustomers = 10_000; // in one request
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));
var path = builder.Configuration["Model"]
    ?? throw new InvalidOperationException("Setting Model must name a model file, but was not given.");
var model = new ChurnModel(path);
var app = builder.Build();

app.MapGet("/health", () => "ready");
app.MapGet("/model", () => TypedResults.Json(model.Describe(), ServiceJson.Default.ModelDescription));
app.MapPost("/predict", async (HttpRequest request, CancellationToken cancelled) =>
{
    try
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body, cancelled);
        ReadOnlyMemory<byte> json = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (json.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..])
        {
            var customer = JsonSerializer.Deserialize(json.Span, ServiceJson.Default.Customer);
            return customer is null
                ? Bad("The request must be a customer, but was null.")
                : Results.Json(model.Predict(customer), ServiceJson.Default.Churn);
        }

        var customers = JsonSerializer.Deserialize(json.Span, ServiceJson.Default.CustomerArray)!;
        if (Array.IndexOf(customers, null) is >= 0 and var index)
            return Bad($"Customer [{index}] must be an object, but was null.");
        return customers.Length <= MostCustomers
            ? Results.Json(model.Predict(customers), ServiceJson.Default.ChurnArray)
            : Bad($"A request must have at most {MostCustomers} customers, but had {customers.Length}.");
    }
    catch (JsonException error)
    {
        return Bad(ServiceJson.Explain(error));
    }
});
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {app.Urls.First()}"));
app.Run();

static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
