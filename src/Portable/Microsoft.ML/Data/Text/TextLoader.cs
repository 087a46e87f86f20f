using System.Text.Json;

[assembly: LoadableClass(typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class TextLoader : IDataLoader<IMultiStreamSource>, ICanSaveModel
{
    internal const string LoaderSignature = "TextLoader";
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };
    private readonly IHost _host;
    private readonly Options _options;
    private readonly Dictionary<int, string> _header; // what fields are called in it
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment env, Options? options = null, IMultiStreamSource? dataSample = null)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(LoaderSignature);
        _options = (options ?? new Options()).Checked();
        _header = Measure(_options, dataSample ?? new MultiFileSource(null));
        (_columns, _schema) = TextColumn.Bind(_options, _header);
    }

    internal TextLoader(IHostEnvironment env, ModelLoadContext ctx)
    {
        _host = env.Register(LoaderSignature);
        ctx.CheckAtModel(Version);
        try
        {
            _options = JsonSerializer.Deserialize<Options>(ctx.LoadNonEmptyString(), Json)?.Checked() ?? throw new JsonException();
            _header = JsonSerializer.Deserialize<Dictionary<int, string>>(ctx.LoadNonEmptyString(), Json) ?? [];
            _host.CheckDecode(
                _options.Columns!.All(c => c is { Source.Length: > 0 } && c.Source.All(r => r != null)), "a column lacks its fields");
            (_columns, _schema) = TextColumn.Bind(_options, _header);
        }
        catch (Exception e) when (
            e is JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw _host.ExceptDecode(e, $"Corrupt model file: the text loader's options are damaged: {e.Message}");
        }
    }

    private static VersionInfo Version => TransformVersions.First("TXTLOADR", LoaderSignature);
    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source) =>
        new TextDataView(_host.Register("BoundLoader"), Contracts.CheckRef(source, nameof(source)), _options, _columns, _schema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(JsonSerializer.Serialize(_options, Json));
        ctx.SaveNonEmptyString(JsonSerializer.Serialize(_header, Json));
    }

    /// <summary>A loader for the members of a row class, all of which must carry <see cref="LoadColumnAttribute"/>.</summary>
    internal static TextLoader Create<TInput>(IHostEnvironment env, Options options, IMultiStreamSource? dataSample)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        var members = typeof(TInput).GetFields(flags).Concat<MemberInfo>(
            typeof(TInput).GetProperties(flags).Where(p => p.GetGetMethod() != null && p.GetIndexParameters().Length == 0)).ToArray();
        env.CheckParam(
            members.Length > 0, nameof(TInput), $"Should define at least one public, readable field or property in {nameof(TInput)}.");
        options.Columns = Array.ConvertAll(members, member =>
        {
            var (type, word) = member is FieldInfo field ? (field.FieldType, "Field") : (((PropertyInfo)member).PropertyType, "Property");
            var load = member.GetCustomAttribute<LoadColumnAttribute>() ?? throw env.Except(
                $"{word} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
            var item = type.IsArray ? type.GetElementType()! : type;
            var kind = item == typeof(string) ? DataKind.String
                : ColumnTypeExtensions.TryPrimitiveTypeFromType(item, out var found) ? found.GetRawDataKind() : 0;
            Contracts.Check(kind != 0, $"{word} {member.Name} is of unsupported type.");
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            return new Column(name, kind, load.Sources, member.GetCustomAttribute<KeyTypeAttribute>()?.KeyCount);
        });
        return new TextLoader(env, options, dataSample);
    }

    // Looks into the files for the header and for where ranges to the end of the row end; they get that as their Max.
    private static Dictionary<int, string> Measure(Options options, IMultiStreamSource sample)
    {
        foreach (var column in options.Columns!)
            Contracts.CheckUserArg(column.Source is { Length: > 0 }, nameof(column.Source), "Must specify some source column indices");
        var (header, widths) = (new Dictionary<int, string>(), new HashSet<int>());
        var isOpen = (Range r) => r is { AutoEnd: true, Max: null };
        var open = options.Columns.Any(c => c.Source!.Any(isOpen));
        if (!string.IsNullOrWhiteSpace(options.HeaderFile))
            Look(new MultiFileSource(options.HeaderFile), 2, isHeader: true);
        if ((open && options.InputSize == 0) || options.HasHeader)
            Look(sample, open ? 100 : 1, options.HasHeader);
        if (!open)
            return header;
        Contracts.CheckUserArg(options.InputSize > 0 || widths.Count > 0, nameof(Column.Source),
            "Can't determine the number of source columns without valid data");
        Contracts.CheckUserArg(options.InputSize > 0 || widths.Count == 1, nameof(Column.Source),
            "The size of input lines is not consistent");
        var size = options.InputSize > 0 ? options.InputSize.Value : widths.Single();
        options.Columns = Array.ConvertAll(options.Columns, c => new Column(c.Name!, c.DataKind, Array.ConvertAll(c.Source!, r =>
        {
            Contracts.CheckUserArg(
                !isOpen(r) || r.Min < size, nameof(r.Min), $"Column #{r.Min} not found in the dataset (it only has {size} columns)");
            return isOpen(r) ? new Range(r.Min, size - 1) : r;
        }), c.KeyCount));
        return header;

        void Look(IMultiStreamSource source, int count, bool isHeader)
        {
            using var rows = new TextRows(source, options, int.MaxValue - 1, keepText: false);
            for (var row = 0; row < count && rows.Read(skipHeaders: false); row++)
            {
                if (!rows.IsBlank)
                    widths.Add(rows.Width);
                for (var i = 0; i < rows.Count && row == 0 && isHeader; i++)
                    header[rows.PositionAt(i)] = rows.FieldAt(i).ToString().Trim();
            }
        }
    }

    public class Options
    {
        public bool AllowQuoting, AllowSparse, HasHeader, MissingRealsAsNaNs, ReadMultilines, TrimWhitespace;
        public Column[]? Columns;
        public char DecimalMarker = '.', EscapeChar = '"';
        public string? HeaderFile;
        public int? InputSize;
        public long? MaxRows;
        public char[] Separators = ['\t'];

        /// <summary>Whether officially several threads parse; here one does, and only the wording of errors follows this.</summary>
        public bool UseThreads = true;

        /// <summary>A copy that is known to be good and in which no option contradicts another.</summary>
        internal Options Checked()
        {
            Contracts.CheckUserArg(MaxRows is null or >= 0, nameof(MaxRows));
            Contracts.Check(InputSize is null or >= 0, "inputSize");
            Contracts.CheckUserArg(Separators is { Length: > 0 }, "Separator", "Must specify a separator");
            foreach (var separator in Separators)
            {
                Contracts.CheckUserArg(separator != ':' || !AllowSparse, "Separator", "When the separator is colon, turn off allowSparse");
                Contracts.CheckUserArg(separator == '\t' || (separator >= ' ' && separator != '"' && !char.IsAsciiDigit(separator)),
                    "Separator", $"Illegal separator: '{separator}'");
            }
            Contracts.CheckUserArg(DecimalMarker is '.' or ',', nameof(DecimalMarker),
                $"Decimal marker cannot be the '{DecimalMarker}' character. It must be '.' or ','.");
            Contracts.CheckUserArg(AllowQuoting || DecimalMarker != ',' || !Separators.Contains(','), nameof(AllowQuoting),
                "Quoting must be allowed if decimal marker and separator are the ',' character.");
            Contracts.CheckUserArg(!Separators.Contains(EscapeChar), nameof(EscapeChar),
                $"EscapeChar '{EscapeChar}' can't be used both as EscapeChar and separator");
            var result = (Options)MemberwiseClone();
            result.HasHeader = HasHeader && string.IsNullOrWhiteSpace(HeaderFile);
            result.ReadMultilines = AllowQuoting && ReadMultilines;
            result.InputSize = Math.Min(InputSize ?? 0, int.MaxValue - 1);
            result.Separators = [.. Separators.Distinct()];
            if (Columns is not { Length: > 0 })
                result.Columns = [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, [new Range(1, null)])];
            return result;
        }
    }

    public sealed class Column
    {
        public string? Name;
        public Range[]? Source;
        public KeyCount? KeyCount;

        public Column() { }
        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)]) { }
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)]) { }
        public Column(string name, DataKind dataKind, Range[] source, KeyCount? keyCount = null) => (Name, DataKind, Source, KeyCount) =
            (Contracts.CheckRef(name, nameof(name)), dataKind, Contracts.CheckRef(source, nameof(source)), keyCount);

        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    public sealed class Range
    {
        public int Min;
        public int? Max;
        public bool AutoEnd, VariableEnd, ForceVector;

        public Range() { }

        public Range(int index)
        {
            Contracts.CheckParam(index >= 0, nameof(index), "Must be non-negative");
            (Min, Max) = (index, index);
        }

        public Range(int min, int? max)
        {
            Contracts.CheckParam(min >= 0, nameof(min), "Must be non-negative");
            Contracts.CheckParam(!(max < min), nameof(max), "If specified, must be greater than or equal to min");
            // A range of one field is still a vector: whoever writes a range means one.
            (Min, Max, ForceVector, AutoEnd) = (min, max, true, max == null);
        }

        /// <summary>The first field behind the range; int.MaxValue where it goes on to the end of each row.</summary>
        internal int Limit => this is { Max: null, VariableEnd: true } ? int.MaxValue : (Max ?? Min) + 1;
    }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    public LoadColumnAttribute(int fieldIndex) => Sources = [new(fieldIndex)];
    public LoadColumnAttribute(int start, int end) => Sources = [new(start, end)];
    public LoadColumnAttribute(int[] columnIndexes) => Sources = Array.ConvertAll(columnIndexes, i => new TextLoader.Range(i));

    internal TextLoader.Range[] Sources { get; }
}
