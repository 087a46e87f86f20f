using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;

namespace Portable.Tests.AutoML;

public sealed class ColumnInferenceTests : IDisposable
{
    private readonly AutoCatalog _auto = new MLContext(1).Auto();
    private readonly string _folder = Directory.CreateTempSubdirectory("portable-infer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Types_and_purposes_are_seen()
    {
        var result = _auto.InferColumns(Table(), "target", groupColumns: false);
        Assert.Equal(
            ["target:Boolean", "size:Single", "gap:Single", "truth:Boolean", "color:String", "story:String", "code:String", "file:String"],
            result.TextLoaderOptions.Columns!.Select(column => $"{column.Name}:{column.DataKind}"));
        var information = result.ColumnInformation;
        Assert.Equal("target", information.LabelColumnName);
        Assert.Equal(["size", "gap", "truth"], information.NumericColumnNames);
        Assert.Equal(["color"], information.CategoricalColumnNames);
        Assert.Equal(["story"], information.TextColumnNames);
        Assert.Equal(["code"], information.IgnoredColumnNames);
        Assert.Equal(["file"], information.ImagePathColumnNames);
        Assert.Equal((true, true), (result.TextLoaderOptions.HasHeader, result.TextLoaderOptions.AllowQuoting));
    }

    [Fact]
    public void Columns_of_a_type_are_grouped()
    {
        var result = _auto.InferColumns(Table(), "target");
        Assert.Equal(
            ["target 0", "Features 1-2", "truth 3", "color 4", "story 5", "code 6", "file 7"],
            result.TextLoaderOptions.Columns!.Select(column => $"{column.Name} {string.Join(',', column.Source!.Select(Text))}"));
        Assert.Equal(["Features", "truth"], result.ColumnInformation.NumericColumnNames);
    }

    [Fact]
    public void Without_a_header_the_label_has_an_index()
    {
        var path = Write("1;x;2.5\n0;y;3.5\n1;x;4.5\n0;x;1\n");
        var options = _auto.InferColumns(path, 0, separatorChar: ';', groupColumns: false).TextLoaderOptions;
        Assert.Equal(["Label:Boolean", "col1:String", "col2:Single"], options.Columns!.Select(c => $"{c.Name}:{c.DataKind}"));
        Assert.False(options.HasHeader);
        Assert.Equal([';'], options.Separators);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _auto.InferColumns(path, 3));
        Assert.StartsWith("Label column index (3) is >= than # of inferred columns (3).", error.Message);
    }

    [Fact]
    public void What_is_told_is_kept()
    {
        var told = new ColumnInformation { LabelColumnName = "target", ExampleWeightColumnName = "gap" };
        told.TextColumnNames.Add("color");
        told.IgnoredColumnNames.Add("size");
        var information = _auto.InferColumns(Table(), told, groupColumns: false).ColumnInformation;
        Assert.Equal("gap", information.ExampleWeightColumnName);
        Assert.Equal(["color", "story"], information.TextColumnNames);
        Assert.Equal(["size", "code"], information.IgnoredColumnNames);
    }

    [Fact]
    public void Faults_are_named()
    {
        string MessageOf(Func<ColumnInferenceResults> infer) => Assert.Throws<ArgumentException>(infer).Message;
        Assert.Equal("File 'none.csv' does not exist (Parameter 'path')", MessageOf(() => _auto.InferColumns("none.csv")));
        var empty = Write("");
        Assert.Equal($"File at path '{empty}' cannot be empty (Parameter 'path')", MessageOf(() => _auto.InferColumns(empty)));
        var told = new ColumnInformation { LabelColumnName = "target" };
        told.TextColumnNames.Add("none");
        Assert.Equal("Specified column none is not found in the dataset.", MessageOf(() => _auto.InferColumns(Table(), told)));
        told.NumericColumnNames.Add("none");
        Assert.Equal(
            "Duplicate column name none is present in two or more distinct properties of provided column information "
            + "(Parameter 'columnInformation')",
            MessageOf(() => _auto.InferColumns(Table(), told)));
        var prose = Assert.Throws<InferenceException>(() => _auto.InferColumns(Write("one\ntwo\nthree\n"), "one"));
        Assert.StartsWith("Unable to split the file provided into multiple, consistent columns.", prose.Message);
    }

    [Fact]
    public void Names_that_repeat_are_told_apart()
    {
        var result = _auto.InferColumns(Write("a,a,a\n1,2,3\n4,5,6\n"), "a", groupColumns: false);
        Assert.Equal(["a", "a_00", "a_01"], result.TextLoaderOptions.Columns!.Select(column => column.Name));
    }

    private static string Text(TextLoader.Range range) => range.Max is { } max && max != range.Min ? $"{range.Min}-{max}" : $"{range.Min}";

    /// <summary>Fifty rows; one field has a line break in quotes, and one number in ten is missing.</summary>
    private string Table() => Write("target,size,gap,truth,color,story,code,file\n" + string.Concat(Enumerable.Range(0, 50).Select(i =>
        $"{i % 2},{i}.5,{(i % 10 == 0 ? "" : i)},{(i % 3 == 0 ? "yes" : "no")},{(i % 2 == 0 ? "red" : "blue")},"
        + $"\"story {i}, told{(i == 7 ? "\n" : " ")}at length\",x{i},image{i}.png\n")));

    private string Write(string text)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
