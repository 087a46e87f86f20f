using System.Text.Json;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace Portable.Tests.AutoML;

public sealed class SearchSpaceTests
{
    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.999, "9")] // rounded down: the greatest is drawn at the very end only
    [InlineData(1, "10")]
    public void Whole_numbers_are_rounded_down(double position, string expected) =>
        Assert.Equal(expected, new UniformIntOption(1, 10).SampleFromFeatureSpace([position]).ToString());

    [Fact]
    public void Choices_share_the_unit_interval()
    {
        var option = new ChoiceOption(["a", "b", "c"], "c");
        Assert.Equal(2 / 3.0, Assert.Single(option.Default!), 12);
        var chosen = new[] { 0, 0.33, 0.34, 0.67, 1 }.Select(x => option.SampleFromFeatureSpace([x]).AsType<string>());
        Assert.Equal(["a", "a", "b", "c", "c"], chosen);
        Assert.Equal(-1 / 3.0, Assert.Single(option.MappingToFeatureSpace(Parameter.FromString("d"))), 12); // unknown, unchecked
    }

    [Fact]
    public void A_single_choice_has_a_step_but_no_dimension()
    {
        var option = new ChoiceOption("only");
        Assert.Equal(0, option.FeatureSpaceDim);
        Assert.Equal([1], option.Step);
        Assert.Empty(option.MappingToFeatureSpace(Parameter.FromString("only")));
        Assert.Equal("only", option.SampleFromFeatureSpace([]).AsType<string>());
    }

    [Fact]
    public void Attributes_make_options_and_coordinates_follow_the_names()
    {
        var space = new SearchSpace<Options>();
        Assert.Equal(["Field", "Width", "Shape", "On", "Inner"], space.Keys);
        Assert.Equal(5, space.FeatureSpaceDim);
        // Field 0.5 of 0…1, Inner.Depth 3 of 1…5, On false, the second of two, Shape the same, Width 4 of 1…16 on a log scale.
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5], space.Default);
        var sample = ((Space)space).SampleFromFeatureSpace([1, 0, 0, 0.9, 0]);
        Assert.Equal("""{"Field":1,"Inner":{"Depth":1},"On":true,"Shape":"Square","Width":1}""", sample.ToString());
        Assert.Equal([1, 0, 0, 0.5, 0], space.MappingToFeatureSpace(sample));
    }

    /// <summary>Officially too: settings are made by way of JSON, which knows properties only.</summary>
    [Fact]
    public void A_swept_field_is_lost_on_the_way()
    {
        var options = new SearchSpace<Options>().SampleFromFeatureSpace([1, 0, 0, 0, 0]);
        Assert.Equal((0.5f, 1, true, Shape.Round, 1.0), (options.Field, options.Inner.Depth, options.On, options.Shape, options.Width));
    }

    [Fact]
    public void What_is_not_swept_comes_from_the_default()
    {
        var space = new SearchSpace<Options>(new Options { Name = "given", Inner = new Inner { Label = "deep" } });
        var sample = space.SampleFromFeatureSpace([0, 0, 0, 0, 0]);
        Assert.Equal(("given", "deep", 1), (sample.Name, sample.Inner.Label, sample.Inner.Depth));
    }

    [Fact]
    public void Hash_is_of_the_middle_and_the_same_everywhere()
    {
        var space = new Space { { "a", new UniformIntOption(0, 10) } };
        Assert.Equal(1948356443, space.GetHashCode()); // 31, then 33 h ^ c over {"a":5}, halved; by hand in Python
    }

    [Fact]
    public void Spaces_nest()
    {
        var space = new Space { { "b", new UniformDoubleOption(0, 1) }, { "a", new Space { { "x", new ChoiceOption("p", "q") } } } };
        Assert.Equal("""{"a":{"x":"q"},"b":0.25}""", space.SampleFromFeatureSpace([0.5, 0.25]).ToString());
        Assert.Equal([0.5, 0.25], space.MappingToFeatureSpace(space.SampleFromFeatureSpace([0.5, 0.25])));
        Assert.Equal([2, null], space.Step);
    }

    [Fact]
    public void Parameters_are_equal_when_their_json_is()
    {
        Assert.Equal(Parameter.FromInt(3), Parameter.FromLong(3));
        Assert.Equal(Parameter.FromEnum(Shape.Square), Parameter.FromString("Square"));
        Assert.NotEqual(Parameter.FromInt(3), Parameter.FromString("3"));
        var nested = Parameter.CreateNestedParameter(new KeyValuePair<string, Parameter>("x", Parameter.FromDouble(1)));
        Assert.Equal(nested, JsonSerializer.Deserialize<Parameter>("""{"x": 1}"""));
        Assert.Equal(nested.GetHashCode(), JsonSerializer.Deserialize<Parameter>("""{"x": 1}""")!.GetHashCode());
    }

    [Theory]
    [InlineData("1", ParameterType.Integer)]
    [InlineData("1.5", ParameterType.Number)]
    [InlineData("true", ParameterType.Bool)]
    [InlineData("\"x\"", ParameterType.String)]
    [InlineData("[1,\"x\",{\"y\":2}]", ParameterType.Array)]
    [InlineData("{\"x\":{\"y\":[]}}", ParameterType.Object)]
    public void Parameters_survive_json(string json, ParameterType type)
    {
        var parameter = JsonSerializer.Deserialize<Parameter>(json)!;
        Assert.Equal(type, parameter.ParameterType);
        Assert.Equal(json, JsonSerializer.Serialize(parameter));
    }

    [Fact]
    public void Values_are_converted_by_their_json()
    {
        Assert.Equal(3.0, Parameter.FromInt(3).AsType<double>());
        Assert.Equal(Shape.Square, Parameter.FromString("Square").AsType<Shape>());
        Assert.Equal([1f, 2f], Parameter.FromIEnumerable([1, 2]).AsType<float[]>());
        Assert.Throws<JsonException>(() => Parameter.FromDouble(1.5).AsType<int>());
    }

    [Fact]
    public void A_value_has_no_members() => Assert.Throws<NullReferenceException>(() => Parameter.FromInt(1)["x"]);

    internal enum Shape
    {
        Round,
        Square,
    }

    internal sealed class Options
    {
        [Range(0f, 1f, 0.5f)]
        public float Field = 0.5f;

        [Range(1.0, 16.0, 4.0, true)]
        public double Width { get; set; } = 4;

        [Choice([Shape.Round, Shape.Square], Shape.Square)]
        public Shape Shape { get; set; } = Shape.Square;

        [BooleanChoice(false)]
        public bool On { get; set; }

        [NestOption]
        public Inner Inner { get; set; } = new();

        public string? Name { get; set; }
    }

    internal sealed class Inner
    {
        [Range(1, 5, 3)]
        public int Depth { get; set; } = 3;

        public string? Label { get; set; }
    }
}
