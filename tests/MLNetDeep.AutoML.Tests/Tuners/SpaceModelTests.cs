using System.Text.Json;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Tuners;

public class SpaceModelTests
{
    [Fact]
    public void Options_are_listed_by_name_without_those_of_one_value()
    {
        var model = new SpaceModel(TunerSpaces.Mixed());
        Assert.Equal(["Flag", "Inner.Width", "Kind", "Layers", "Leaves", "Rate", "Share"], model.Dimensions.Select(d => d.Name));
        Assert.Equal([1, 16, 2, 2, 64, 0.001, 0.1f], model.Defaults);
    }

    [Fact]
    public void The_default_setting_is_exact()
    {
        var model = new SpaceModel(TunerSpaces.Mixed());
        Parameter parameter = model.Write(model.Defaults);
        Assert.Equal(0.001, parameter["Rate"].AsType<double>());
        Assert.Equal(0.1f, parameter["Share"].AsType<float>());
        Assert.Equal(64, parameter["Leaves"].AsType<int>());
        Assert.Equal("gelu", parameter["Kind"].AsType<string>());
        Assert.False(parameter["Flag"].AsType<bool>());
        Assert.Equal("one", parameter["Only"].AsType<string>());
        Assert.Equal(16, parameter["Inner"]["Width"].AsType<int>());
    }

    [Theory]
    [InlineData(1, 1000, true)]
    [InlineData(2, 512, true)]
    [InlineData(-5, 300, false)]
    public void Whole_numbers_keep_their_defaults_and_coordinates(int low, int high, bool isLog)
    {
        for (int value = low; value <= high; value++)
        {
            var model = new SpaceModel(new SearchSpace { ["n"] = new UniformIntOption(low, high, isLog, value) });
            SpaceDimension dimension = model.Dimensions[0];
            Assert.Equal(value, dimension.Default);
            Assert.Equal(value, dimension.FromUnit(dimension.ToUnit(value)));
            (double from, double to) = dimension.Cell(value);
            Assert.Equal(value, dimension.FromUnit(from + 1e-9));
            Assert.Equal(value, dimension.FromUnit(to - 1e-9));
        }
    }

    [Fact]
    public void Settings_survive_values_and_json()
    {
        var model = new SpaceModel(TunerSpaces.Mixed());
        var random = TunerRandom.For(1, TunerUse.Startup, 0);
        for (int i = 0; i < 100; i++)
        {
            double[] values = model.FromUnit(_ => random.Uniform());
            Parameter parameter = model.Write(values);
            Assert.Equal(values, model.Read(parameter));
            Parameter read = JsonSerializer.Deserialize<Parameter>(parameter.ToString())!;
            Assert.Equal(values, model.Read(read));
            Assert.Equal(parameter.ToString(), model.Canonical(read).ToString());
        }
    }

    [Fact]
    public void What_has_no_effect_gets_its_default()
    {
        var model = new SpaceModel(TunerSpaces.Conditional());
        Parameter parameter = model.Write([1, 7, 99]);
        Assert.Equal([1, 7, double.NaN], model.Read(parameter));
        Assert.Equal(20, parameter["Width2"].AsType<int>());
        Assert.Equal([2, 7, 99], model.Read(model.Write([2, 7, 99])));
    }

    [Fact]
    public void Only_the_chosen_estimators_of_a_pipeline_count()
    {
        var model = new SpaceModel(TunerSpaces.Pipeline());
        string[] Active(params double[] values) =>
            [.. model.Dimensions.Zip(model.Settle(values)).Where(pair => !double.IsNaN(pair.Second)).Select(pair => pair.First.Name)];
        Assert.Equal("_pipeline_._SCHEMA_ _pipeline_.e0.Bins _pipeline_.e1.Rate", string.Join(' ', Active(0, 3, 0.2, 2, 5, 6)));
        Assert.Equal("_pipeline_._SCHEMA_ _pipeline_.e0.Bins _pipeline_.e2.Layers _pipeline_.e2.Width1 _pipeline_.e2.Width2",
            string.Join(' ', Active(1, 3, 0.2, 2, 5, 6)));
        Assert.Equal("_pipeline_._SCHEMA_ _pipeline_.e0.Bins _pipeline_.e2.Layers _pipeline_.e2.Width1",
            string.Join(' ', Active(1, 3, 0.2, 1, 5, 6)));
        Assert.Equal(new[] { 0, 4, 0.5, double.NaN, double.NaN, double.NaN }, model.Defaults);
    }

    [Fact]
    public void A_foreign_setting_is_read_as_far_as_it_fits()
    {
        var model = new SpaceModel(TunerSpaces.Mixed());
        Parameter parameter = Parameter.CreateNestedParameter(
            new("Rate", Parameter.FromDouble(5)), new("Kind", Parameter.FromString("tanh")), new("Other", Parameter.FromInt(1)));
        Assert.Equal([1, 16, double.NaN, 2, 64, 1, 0.1f], model.Read(parameter));
        Assert.False(model.Canonical(parameter).ContainsKey("Other"));
    }

    [Fact]
    public void Ranges_that_cannot_be_searched_are_named()
    {
        Assert.Equal("SearchSpace['n'] must begin above 0 to be logarithmic, but began at 0.", Assert.Throws<ArgumentException>(
            () => new SpaceModel(new SearchSpace { ["n"] = new UniformIntOption(0, 9, true) })).Message);
        Assert.Equal("SearchSpace['a.n'] must be a range of finite numbers, but was 2 to 1.", Assert.Throws<ArgumentException>(
            () => new SpaceModel(new SearchSpace { ["a"] = new SearchSpace { ["n"] = new UniformDoubleOption(2, 1) } })).Message);
    }
}
