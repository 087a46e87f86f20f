using MLNetDeep.Cli;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Tasks;

namespace MLNetDeep.Tests.Cli;

public sealed class InferenceTests
{
    [Theory]
    [InlineData("Numeric 0", "1.5", "2", "NA", "-3e2", "")]
    [InlineData("Categorical 2", "red", "blue", "red", "blue", "NA")]
    [InlineData("Categorical 2", "true", "false", "true", "true", "false")]
    [InlineData("Categorical 3", "1", "2", "many", "2", "1")]
    public void Infers_roles(string expected, params string[] values)
    {
        var feature = RoleInference.Infer(Profile("x", values), "t.csv", out var note);
        Assert.Equal(expected, $"{feature!.Role} {feature.CategoryCount}");
        Assert.Null(note);
    }

    [Fact]
    public void Leaves_out_identifiers_and_row_numbers_with_a_note()
    {
        Assert.Null(RoleInference.Infer(Profile("key", Many(30, i => $"c{i}")), "t.csv", out var note));
        Assert.Equal("'key' is left out: each row has its own value, as identifiers and dates do.", note);
        Assert.Null(RoleInference.Infer(Profile("no", Many(30, i => $"{i + 1}")), "t.csv", out note));
        Assert.Equal("'no' is left out: it only numbers the rows.", note);
        Assert.NotNull(RoleInference.Infer(Profile("year", Many(30, i => $"{1990 + i}")), "t.csv", out note));
    }

    [Theory]
    [InlineData("prose", "Column 'x' of 't.csv' holds free text (6 words on average), which cannot be learnt from yet: " +
        "leave it out with --ignore x.")]
    [InlineData("many", "Column 'x' of 't.csv' has 1,500 distinct values, and at most 1,000 can be one-hot encoded: " +
        "leave it out with --ignore x.")]
    [InlineData("missing", "Column 'x' has no value in any of the 40 rows of 't.csv': leave it out with --ignore x.")]
    [InlineData("stray", "Column 'x' of 't.csv' is a number in all but 1 of 200 rows (row 151: 'n/k'): " +
        "correct the file, or leave it out with --ignore x.")]
    [InlineData("infinite", "Column 'x' of 't.csv' is infinite in row 3: leave it out with --ignore x.")]
    public void Refuses_by_name(string kind, string message)
    {
        var values = kind switch
        {
            "prose" => Many(50, i => $"the quick fox number {i} jumps"),
            "many" => [.. Many(1500, i => $"v{i}"), "v1"],
            "missing" => Many(40, _ => $"NA"),
            "stray" => Many(200, i => i == 150 ? $"n/k" : (FormattableString)$"{i * 0.5}"),
            _ => ["1", "2", "1e99", "4"],
        };
        var e = Assert.Throws<CliException>(() => RoleInference.Infer(Profile("x", values), "t.csv", out _));
        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("binary", "no,yes", "no", "yes")]
    [InlineData("binary", "0,1", "0", "1")]
    [InlineData("multiclass", "a,b,c", "a", "b", "c")]
    [InlineData("multiclass", "1,2,3", "3", "1", "2")]
    [InlineData("regression", "", "1.5", "2.5")]
    public void Infers_the_task_from_the_label(string task, string classes, params string[] values)
    {
        var label = Profile("y", values);
        var inferred = LearningTask.Infer(label);
        Assert.Equal(task, inferred.Name);
        Assert.Equal(classes, string.Join(',', inferred.PlanClasses(label, "t.csv")));
    }

    [Fact]
    public void Takes_more_than_twenty_integers_for_a_quantity()
    {
        Assert.Equal("multiclass", LearningTask.Infer(Profile("y", Many(40, i => $"{i % 20}"))).Name);
        Assert.Equal("regression", LearningTask.Infer(Profile("y", Many(40, i => $"{i % 21}"))).Name);
    }

    [Theory]
    [InlineData("False,True", "True", "False", "False")]
    [InlineData("good,bad", "good", "good", "bad")]
    [InlineData("bad,good", "good", "bad", "bad")]
    [InlineData("a,b", "b", "a")]
    public void Picks_the_positive_class(string expected, params string[] values) =>
        Assert.Equal(expected, string.Join(',', LearningTask.Named("binary").PlanClasses(Profile("y", values), "t.csv")));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("churn", "churn", 0)]
    public void Measures_edit_distance(string from, string to, int expected) => Assert.Equal(expected, NearestName.Distance(from, to));

    [Fact]
    public void Detects_broken_headers()
    {
        Assert.Equal("'t.csv' has no header: its first row holds values ('1', …), and column names are needed there.",
            HeaderError("1,2\n3,4\n"));
        Assert.Equal("'t.csv' names two columns 'a': give each column its own name.", HeaderError("a,b,a\n1,2,3\n"));
    }

    private static string HeaderError(string content)
    {
        using var folder = new TestFolder();
        var path = folder.Write("t.csv", content);
        using var file = DataFile.Open(path);
        return Assert.Throws<CliException>(() => CsvTable.Open(file)).Message.Replace(path, "t.csv", StringComparison.Ordinal);
    }

    private static string[] Many(int count, Func<int, FormattableString> value) =>
        [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant(value(i)))];

    private static ColumnProfile Profile(string name, params string[] values)
    {
        var profile = new ColumnProfile(name, 0);
        for (var i = 0; i < values.Length; i++)
            profile.Add(values[i], i + 1);
        return profile;
    }
}
