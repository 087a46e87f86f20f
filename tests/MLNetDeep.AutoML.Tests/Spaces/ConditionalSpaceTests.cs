using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace MLNetDeep.AutoML.Tests.Spaces;

public sealed class ConditionalSpaceTests
{
    [Theory]
    [InlineData("a", 3, "Kind", true)]
    [InlineData("a", 3, "Count", false)]
    [InlineData("b", 1, "Count", true)]
    [InlineData("b", 1, "Width", false)]
    [InlineData("b", 3, "Width", true)]
    [InlineData("a", 3, "Width", false)] // Count itself has no effect
    [InlineData("b", 3, "Both", false)]
    [InlineData("c", 3, "Both", true)]
    public void OptionsCountWhenAllTheirConditionsHold(string kind, int count, string option, bool expected)
    {
        var space = new ConditionalSpace<Net>();
        Assert.Equal(expected, space.IsActive(option, Parameter.FromObject(new Net { Kind = kind, Count = count })));
    }

    [Fact]
    public void AnOptionThatWasRemovedHasItsValueOfTheDefaults()
    {
        var space = new ConditionalSpace<Net>(new Net { Kind = "b" });
        Assert.True(space.Remove(nameof(Net.Kind)));
        Parameter point = space.SampleFromFeatureSpace(space.Default);
        Assert.True(space.IsActive(nameof(Net.Count), point));
        var nothing = Parameter.CreateNestedParameter();
        Assert.True(space.IsActive(nameof(Net.Count), nothing));
        Assert.False(new ConditionalSpace<Net>().IsActive(nameof(Net.Count), nothing));
    }

    [Fact]
    public void OptionsOfTheUsersOwnAlwaysCount()
    {
        var space = new ConditionalSpace<Net> { { "Mine", new UniformDoubleOption(0, 1) } };
        Assert.True(space.IsActive("Mine", space.SampleFromFeatureSpace(space.Default)));
    }

    [Fact]
    public void HasTheOptionsOfTheOrdinarySpace()
    {
        var plain = new SearchSpace<Net>();
        var conditional = new ConditionalSpace<Net>();
        Assert.Equal(plain.Keys, conditional.Keys);
        Assert.Equal(plain.Default, conditional.Default);
    }

    [Fact]
    public void ConditionsOnNothingAndOnThemselvesAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ConditionalSpace<Unknown>());
        Assert.Equal("Unknown.Width must depend on a member of Unknown, but was on 'Kin'.", error.Message);
        error = Assert.Throws<ArgumentException>(() => new ConditionalSpace<Continuous>());
        Assert.Equal("Continuous.Width must depend on a text, an int, a bool or an enum, but was on the Double Rate.", error.Message);
        error = Assert.Throws<ArgumentException>(() => new ConditionalSpace<Circle>());
        Assert.Equal("Circle.One must depend on others, but was on itself, by way of One, Other.", error.Message);
    }

    private sealed class Net
    {
        [Choice(["a", "b", "c"], "a")]
        public string Kind { get; set; } = "a";

        [Range(1, 4, 2)]
        [ActiveWhen(nameof(Kind), "b", "c")]
        public int Count { get; set; } = 2;

        [Range(8, 64, 16)]
        [ActiveWhen(nameof(Count), 3, 4)]
        public int Width { get; set; } = 16;

        [BooleanChoice(true)]
        [ActiveWhen(nameof(Count), 3)]
        [ActiveWhen(nameof(Kind), "c")]
        public bool Both { get; set; } = true;
    }

    private sealed class Unknown
    {
        [Range(8, 64, 16)]
        [ActiveWhen("Kin", "a")]
        public int Width { get; set; } = 16;
    }

    private sealed class Continuous
    {
        [Range(0.1, 1.0, 0.5)]
        public double Rate { get; set; } = 0.5;

        [Range(8, 64, 16)]
        [ActiveWhen(nameof(Rate), 0.5)]
        public int Width { get; set; } = 16;
    }

    private sealed class Circle
    {
        [Range(1, 4, 2)]
        [ActiveWhen(nameof(Other), 1)]
        public int One { get; set; } = 2;

        [Range(1, 4, 2)]
        [ActiveWhen(nameof(One), 1)]
        public int Other { get; set; } = 2;
    }
}
