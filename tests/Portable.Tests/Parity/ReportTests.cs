using System.Text.Json.Nodes;
using Parity;

namespace Portable.Tests.Parity;

public sealed class ReportTests
{
    [Theory]
    [InlineData("load/rows", "7043", "7043", true)]
    [InlineData("load/rows", "7043", "7044", false)]
    [InlineData("load/rows", "7043", "null", false)]
    [InlineData("evaluate/binary", "[0.5, 0.25]", "[0.500001, 0.25]", true)]
    [InlineData("evaluate/binary", "[0.5, 0.25]", "[0.50001, 0.25]", false)]
    [InlineData("evaluate/binary", "[0.5, 0.25]", "[0.5]", false)]
    [InlineData("transform/x", "[\"dense 2: 0=1.5|1=2\"]", "[\"dense 2: 0=1.500001|1=2\"]", true)]
    [InlineData("transform/x", "[\"dense 2: 0=1.5|1=2\"]", "[\"sparse 2: 0=1.5|1=2\"]", false)]
    [InlineData("transform/x", "[\"dense 2: 0=1.5|1=2\"]", "[\"dense 2: 0=1.5|1=3\"]", false)]
    [InlineData("rows/x", "{\"exception\":\"A\",\"message\":\"m\"}", "{\"exception\":\"A\",\"message\":\"m\"}", true)]
    [InlineData("rows/x", "{\"exception\":\"A\",\"message\":\"m\"}", "{\"exception\":\"B\",\"message\":\"m\"}", false)]
    [InlineData("binary/lbfgs/cv", "[0.8, 0.6]", "[0.8029, 0.5971]", true)]
    [InlineData("binary/lbfgs/cv", "[0.8, 0.6]", "[0.8031, 0.6]", false)]
    [InlineData("binary/sdca/cv", "[0.8, 0.6]", "[0.8099, 0.6]", true)]
    [InlineData("regression/fasttree/cv", "[0.9, 10, 5]", "[0.9, 10.09, 4.96]", true)]
    [InlineData("regression/fasttree/cv", "[0.9, 10, 5]", "[0.9, 10.11, 5]", false)]
    [InlineData("regression/sdca/cv", "[0.6, 10, 5]", "[0.609, 10.29, 5.1]", true)]
    [InlineData("binary/pfi", "[true, false, true]", "[true, true, true]", true)]
    [InlineData("binary/pfi", "[true, false, true]", "[false, true, true]", false)]
    [InlineData("space/x", "[0.5]", "[0.5000004]", true)]
    [InlineData("space/x", "[0.5]", "[0.500001]", false)]
    [InlineData("experiment/eci/best", "{\"Metric\":1,\"rows\":\"Single\"}", "{\"Metric\":2,\"rows\":\"Single\"}", true)]
    [InlineData("experiment/eci/best", "{\"Metric\":1,\"rows\":\"Single\"}", "{\"Metric\":1,\"rows\":\"Double\"}", false)]
    [InlineData("experiment/eci/events", "[\"a\",\"b x\",\"best 0\",\"a 1 x\",\"best 1\"]", "[\"a\",\"b x\",\"best 0\",\"a 1 y\"]", true)]
    [InlineData("experiment/eci/events", "[\"a 0\",\"b 0 x\",\"best 0\"]", "[\"a 0\",\"b 0 y\",\"best 0\"]", false)]
    [InlineData("experiment/eci/events", "[\"a 0\",\"b 0 x\",\"best 0\",\"a 1 x\"]", "[\"a 0\",\"b 0 x\",\"best 0\",\"a 2 x\"]", false)]
    public void Observations_are_equal_by_the_rule_of_their_name(string name, string official, string observed, bool equal)
    {
        var report = Report.Create(Object(name, official), Object(name, observed), new Dictionary<string, string>());
        Assert.Equal(equal, report.IsGood);
    }

    [Theory]
    [InlineData("1", "2", true)]
    [InlineData("1", "1", false)]
    public void A_listed_difference_must_differ(string official, string observed, bool good)
    {
        var report = Report.Create(Object("a", official), Object("a", observed), new Dictionary<string, string> { ["a"] = "for a reason" });
        Assert.Equal(good, report.IsGood);
    }

    [Fact]
    public void The_text_names_what_differs_and_why()
    {
        var official = JsonNode.Parse("""{"a": 1, "b": "one long text", "c": true}""")!.AsObject();
        var observed = JsonNode.Parse("""{"a": 2, "b": "one long test", "d": 0}""")!.AsObject();
        var known = new Dictionary<string, string> { ["b"] = "spelling", ["e"] = "gone" };

        var text = new StringWriter { NewLine = "\n" };
        Report.Create(official, observed, known).Write(text);

        Assert.Equal(
            """
            DIFFERENT  a
              official 1
              here     2
            known      b
              spelling
              official "one long text"
              here     "one long test"
            DIFFERENT  c
              official true
              here     (not observed)
            STALE      e is listed, but agrees: take it off the list.
            new        d is not on record yet.
            0 of 3 observations agree; of the others 1 are known, 2 not.

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    private static JsonObject Object(string name, string value) => new() { [name] = JsonNode.Parse(value) };
}
