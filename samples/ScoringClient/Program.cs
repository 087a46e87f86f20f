using Microsoft.ML;
using Microsoft.ML.Data;

// ScoringClient [load [ScoringService.dll]]: trains a model of customers who leave, starts the service with it and compares the service's
// answers with those of this process; with `load`, goes on to see how many requests a second the service bears.
var here = new DirectoryInfo(AppContext.BaseDirectory);
var program = args.Length > 1
    ? Path.GetFullPath(args[1])
    : Path.Combine(here.Parent!.Parent!.FullName, "ScoringService", here.Name, "ScoringService.dll");
using var folder = new SampleFolder("telco-churn.csv");
var ml = new MLContext(seed: 1);
var rows = ml.Data.LoadFromTextFile<Customer>(
    "telco-churn.csv", new TextLoader.Options { HasHeader = true, Separators = [','], AllowQuoting = true, MissingRealsAsNaNs = true });
InputOutputColumnPair[] texts = [.. Names(typeof(string)).Select(name => new InputOutputColumnPair(name + "Code", name))];
var model = ml.Transforms.Categorical.OneHotEncoding(texts)
    .Append(ml.Transforms.Concatenate("Features", [.. texts.Select(text => text.OutputColumnName), .. Names(typeof(float))]))
    .Append(ml.BinaryClassification.Trainers.Mlp(new() { LabelColumnName = nameof(Customer.Churn), MaximumEpochCount = 4, Seed = 1 }))
    .Fit(rows);
ml.Model.Save(model, rows.Schema, "churn.zip");

Customer[] customers = [.. ml.Data.CreateEnumerable<Customer>(ml.Data.TakeRows(rows, 500), reuseRowObject: false)];
foreach (var customer in customers.Where(customer => float.IsNaN(customer.TotalCharges)))
    customer.TotalCharges = 0; // JSON has no NaN
using var engine = ml.Model.CreatePredictionEngine<Customer, Churn>(model);
float[] expected = [.. customers.Select(customer => engine.Predict(customer).Score)];
using var service = new Service(program, "churn.zip");
var together = service.Predict<Churn[]>(customers);
var alone = customers[..20].Select(customer => service.Predict<Churn>(customer)).ToArray();
if (!together.Select(churn => churn.Score).SequenceEqual(expected) || !alone.Select(churn => churn.Score).SequenceEqual(expected[..20]))
    throw new InvalidOperationException("The service's scores are not those of this process.");
Console.WriteLine($"{together.Length} customers together and {alone.Length} alone: the same scores as in this process, to the bit.");
Console.WriteLine($"Health: {service.Get("/health")}");
Console.WriteLine($"Model: {service.Get("/model")}");
foreach (var text in (string[])["{\"tenure\": \"long\"}", "{\"tenure\": 3}", "[{\"contract\": null}]", "{\"age\": 40}", "null", "{"])
    Console.WriteLine($"{text} -> {service.Problem(text)}");
return args is ["load", ..] && !new Load(service, [.. customers.Select(Service.ToJson)]).FindSaturation(mostMilliseconds: 10) ? 1 : 0;

static IEnumerable<string> Names(Type type) =>
    typeof(Customer).GetProperties().Where(property => property.PropertyType == type).Select(property => property.Name);
