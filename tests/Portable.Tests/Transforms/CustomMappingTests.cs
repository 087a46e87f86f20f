using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Portable.Tests.Official;

namespace Portable.Tests.Transforms;

/// <summary>Columns that a user's function computes; the messages are those of the official packages.</summary>
public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public CustomMappingTests() => _data = _ml.Data.LoadFromEnumerable(
        [new Input { Number = 2, Words = ["a", "b"] }, new Input { Number = float.NaN, Words = ["", "c"] }, new Input { Number = -3 }]);

    [Fact]
    public void Columns_are_added_and_the_function_is_called_once_a_row()
    {
        var calls = 0;
        var mapped = _ml.Transforms.CustomMapping<Input, Output>((input, output) =>
        {
            calls++;
            (output.Double, output.Joined, output.Pair) = (2 * input.Number, string.Join("+", input.Words), [input.Number, 1]);
        }, null).Fit(_data).Transform(_data);
        Assert.Equal(
            ["Number: Single []", "Words: Vector<String, 2> []", "Double: Single []", "Joined: String []", "Pair: Vector<Single, 2> []"],
            View.Schema(mapped.Schema));
        var rows = _ml.Data.CreateEnumerable<Output>(mapped, false).ToArray();
        Assert.Equal(3, calls);
        Assert.Equal([4f, float.NaN, -6f], rows.Select(r => r.Double));
        Assert.Equal(["a+b", "+c", "+"], rows.Select(r => r.Joined));
        Assert.Equal(["dense 2: 0=2|1=1", "dense 2: 0=NaN|1=1", "dense 2: 0=-3|1=1"], View.Head(mapped, "Pair"));
    }

    [Fact]
    public void Saved_mapping_is_made_again_by_its_factory()
    {
        var model = _ml.Transforms.CustomMapping(new Doubling().GetMapping(), "doubling").Append(_ml.Transforms.NormalizeMinMax("Double"))
            .Fit(_data);
        using var saved = Save(model);
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterAssembly(typeof(Doubling).Assembly);
        var again = fresh.Model.Load(saved, out var schema);
        Assert.Equal(View.Schema(_data.Schema), View.Schema(schema));
        Assert.Equal(View.Head(model.Transform(_data), "Double"), View.Head(again.Transform(_data), "Double"));
        using var engine = fresh.Model.CreatePredictionEngine<Input, Output>(again);
        Assert.Equal(-1, engine.Predict(new Input { Number = -3 }).Double);
        Assert.Equal(2 / 3f, engine.Predict(new Input { Number = 2 }).Double);
    }

    [Fact]
    public void Mapping_that_cannot_be_saved_or_found_again_says_so()
    {
        var unnamed = _ml.Transforms.CustomMapping<Input, Output>((_, _) => { }, null).Fit(_data);
        Assert.Equal("Empty contract name for a transform: the transform cannot be saved",
            Assert.Throws<InvalidOperationException>(() => Save(unnamed)).Message);
        using var unknown = Save(_ml.Transforms.CustomMapping<Input, Output>((_, _) => { }, "nowhere").Fit(_data));
        Assert.Contains(
            "Unable to locate an extension for the contract 'nowhere'. Ensure you have called ComponentCatalog.RegisterAssembly with the "
            + "Assembly that contains a class decorated with a 'Microsoft.ML.Transforms.CustomMappingFactoryAttributeAttribute'.",
            Messages(Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(unknown, out _))));
        using var wrong = Save(_ml.Transforms.CustomMapping<Input, Output>((_, _) => { }, "no factory").Fit(_data));
        Assert.Contains(
            "The class with contract 'no factory' must derive from 'Microsoft.ML.Transforms.CustomMappingFactory`2' or from "
            + "'Microsoft.ML.Transforms.StatefulCustomMappingFactory`3'.",
            Messages(Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(wrong, out _))));
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused_before_anything_is_read()
    {
        var estimator = _ml.Transforms.CustomMapping<Other, Output>((_, _) => { }, null);
        var chain = _ml.Transforms.CopyColumns("Copy", "Number").Append(estimator);
        Assert.Equal("Could not find input column 'Missing' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(_data)).Message);
        var text = _ml.Transforms.CopyColumns("Copy", "Number").Append(_ml.Transforms.CustomMapping<Wrong, Output>((_, _) => { }, null));
        Assert.Equal("Schema mismatch for input column 'Number': expected String, got Single (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => text.Fit(_data)).Message);
    }

    private MemoryStream Save(ITransformer model)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;
        return stream;
    }

    private static string Messages(Exception e) => e.InnerException is { } inner ? $"{e.Message}\n{Messages(inner)}" : e.Message;

    public sealed class Input
    {
        public float Number { get; set; }

        [VectorType(2)]
        public string[] Words { get; set; } = ["", ""];
    }

    public sealed class Output
    {
        public float Double { get; set; }

        public string Joined { get; set; } = "";

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];
    }

    public sealed class Other
    {
        public float Missing { get; set; }
    }

    public sealed class Wrong
    {
        public string Number { get; set; } = "";
    }

    [CustomMappingFactoryAttribute("doubling")]
    public sealed class Doubling : CustomMappingFactory<Input, Output>
    {
        public override Action<Input, Output> GetMapping() => (input, output) => output.Double = 2 * input.Number;
    }

    [CustomMappingFactoryAttribute("no factory")]
    public sealed class NoFactory;
}
