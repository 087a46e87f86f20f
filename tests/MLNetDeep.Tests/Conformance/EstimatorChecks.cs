using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>What every estimator that is no trainer must fulfil, and its transformer.</summary>
internal static class EstimatorChecks
{
    /// <summary>The checks by name.</summary>
    public static IReadOnlyDictionary<string, Action<EstimatorCase>> All { get; } = typeof(EstimatorChecks)
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(method => method.GetParameters() is [var only] && only.ParameterType == typeof(EstimatorCase))
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Action<EstimatorCase>>());

    public static void promised_schema_is_delivered(EstimatorCase subject)
    {
        var data = subject.Data();
        var estimator = subject.Create(new MLContext(1));
        var promised = Describe(estimator.GetOutputSchema(SchemaShapes.Of(data.Schema)));
        var transformer = estimator.Fit(data);
        Assert.Equal(promised, Describe(SchemaShapes.Of(transformer.GetOutputSchema(data.Schema))));
        Assert.Equal(promised, Describe(SchemaShapes.Of(transformer.Transform(data).Schema)));
        Assert.All(subject.Outputs, name => Assert.Contains(promised, line => line.StartsWith($"{name}: ", StringComparison.Ordinal)));
    }

    public static void input_columns_are_kept(EstimatorCase subject)
    {
        var data = subject.Data();
        var output = Fit(subject, data).Transform(data);
        foreach (var column in data.Schema.Where(column => !subject.Outputs.Contains(column.Name)))
        {
            Assert.Equal(column.Type, output.Schema[column.Name].Type);
            Assert.Equal(Read(data, column.Name), Read(output, column.Name));
        }
    }

    public static void missing_column_is_named(EstimatorCase subject)
    {
        var data = subject.Data();
        foreach (var (role, name, _) in subject.Inputs)
            AssertRefused(subject, data, data.Without(name), $"Could not find {role} column '{name}' (Parameter 'inputSchema')");
    }

    public static void wrong_type_is_named(EstimatorCase subject)
    {
        var data = subject.Data();
        foreach (var (role, name, type) in subject.Inputs)
        {
            var text = new TestColumn<ReadOnlyMemory<char>>(
                name, TextDataViewType.Instance, [.. Enumerable.Repeat("x".AsMemory(), data.RowCount)]);
            var message = $"Schema mismatch for {role} column '{name}': expected {type}, got String (Parameter 'inputSchema')";
            AssertRefused(subject, data, data.With(text), message);
        }
    }

    public static void reload_is_identical(EstimatorCase subject)
    {
        var data = subject.Data();
        var transformer = Fit(subject, data);
        using var zip = new MemoryStream();
        var ml = new MLContext(1);
        ml.Model.Save(transformer, data.Schema, zip);
        zip.Position = 0;
        var again = new MLContext(1).Model.Load(zip, out var schema);
        Assert.Equal(data.Schema.Select(column => column.ToString()), schema.Select(column => column.ToString()));
        AssertSame(subject, transformer.Transform(data), again.Transform(data));
    }

    public static void second_fit_gives_the_same(EstimatorCase subject)
    {
        var data = subject.Data();
        var estimator = subject.Create(new MLContext(1));
        AssertSame(subject, estimator.Fit(data).Transform(data), estimator.Fit(data).Transform(data));
    }

    public static void rows_are_mapped_as_cursors_do(EstimatorCase subject)
    {
        var data = subject.Data();
        var transformer = Fit(subject, data);
        Assert.True(transformer.IsRowToRowMapper);
        var view = transformer.Transform(data);
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        Assert.Equal(view.Schema.Select(column => column.ToString()), mapper.OutputSchema.Select(column => column.ToString()));
        foreach (var name in subject.Outputs)
        {
            var column = mapper.OutputSchema[name];
            using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
            using var row = mapper.GetRow(cursor, [column]);
            var read = Reader(row, column);
            var values = new List<object>();
            while (cursor.MoveNext())
                values.Add(read());
            Assert.Equal(Read(view, name), values);
        }
    }

    public static void nothing_is_read_that_is_not_asked_for(EstimatorCase subject)
    {
        var data = subject.Data();
        var transformer = Fit(subject, data);
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        var other = mapper.OutputSchema["Other"];
        Assert.Equal(["Other"], mapper.GetDependencies([other]).Select(column => column.Name));
        using var cursor = transformer.Transform(data).GetRowCursor([other]);
        var name = subject.Outputs[0];
        var output = cursor.Schema[name];
        Assert.False(cursor.IsColumnActive(output));
        Assert.Equal(
            $"Column '{name}' was not asked for when the cursor was made.",
            Assert.Throws<InvalidOperationException>(() => Reader(cursor, output)).Message);
    }

    public static void wrong_getter_is_named(EstimatorCase subject)
    {
        var data = subject.Data();
        var view = Fit(subject, data).Transform(data);
        var column = view.Schema[subject.Outputs[0]];
        using var cursor = view.GetRowCursor([column]);
        Assert.Equal(
            $"Column '{column.Name}' is {column.Type}, which TimeSpan does not hold.",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<TimeSpan>(column)).Message);
    }

    public static void threads_share_a_transformer(EstimatorCase subject)
    {
        var data = subject.Data();
        var transformer = Fit(subject, data);
        var expected = subject.Outputs.Select(name => Read(transformer.Transform(data), name)).ToArray();
        Parallel.For(0, 8, _ =>
        {
            var view = transformer.Transform(subject.Data());
            Assert.Equal(expected, subject.Outputs.Select(name => Read(view, name)));
        });
        Assert.Equal(0, data.OpenCursors);
    }

    private static ITransformer Fit(EstimatorCase subject, IDataView data) => subject.Create(new MLContext(1)).Fit(data);

    /// <summary>Refused with the same words when asked for the schema, when fitted, and when applied.</summary>
    private static void AssertRefused(EstimatorCase subject, TestTable sound, TestTable data, string message)
    {
        var estimator = subject.Create(new MLContext(1));
        var shape = SchemaShapes.Of(data.Schema);
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(shape)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
        var transformer = estimator.Fit(sound);
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(data)).Message);
    }

    private static void AssertSame(EstimatorCase subject, IDataView expected, IDataView actual)
    {
        foreach (var name in subject.Outputs)
        {
            Assert.Equal(expected.Schema[name].Type, actual.Schema[name].Type);
            Assert.Equal(Read(expected, name), Read(actual, name));
        }
    }

    private static List<object> Read(IDataView view, string name)
    {
        var column = view.Schema[name];
        using var cursor = view.GetRowCursor([column]);
        var read = Reader(cursor, column);
        var values = new List<object>();
        while (cursor.MoveNext())
            values.Add(read());
        return values;
    }

    private static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: NumberDataViewType item } when item.RawType == typeof(float) => Vectors(row, column),
        VectorDataViewType { ItemType: KeyDataViewType } => Keys(row, column),
        _ => (Func<object>)typeof(EstimatorChecks).GetMethod(nameof(Scalars), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(column.Type.RawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Func<object>>>()(row, column),
    };

    private static Func<object> Vectors(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        return () =>
        {
            get(ref value);
            return value.DenseValues().Select(BitConverter.SingleToInt32Bits).ToArray();
        };
    }

    private static Func<object> Keys(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<uint>>(column);
        VBuffer<uint> value = default;
        return () =>
        {
            get(ref value);
            return value.DenseValues().ToArray();
        };
    }

    private static Func<object> Scalars<T>(DataViewRow row, DataViewSchema.Column column) where T : notnull
    {
        var get = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            get(ref value);
            return value;
        };
    }

    private static List<string> Describe(SchemaShape shape) =>
        [.. shape.Select(column => $"{column.Name}: {SchemaShapes.Describe(column)} [{string.Join(", ", Describe(column.Annotations))}]")
            .Order(StringComparer.Ordinal)];
}
