using System.Text.Json;

[assembly: LoadableClass(typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>, ICanSaveModel
{
    internal const string LoaderSignature = "TextLoader";

    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    private readonly IHost _host;
    private readonly Options _options;
    private readonly Dictionary<int, string> _header;
    private readonly TextBindings _bindings;

    internal TextLoader(IHostEnvironment env, Options? options = null, IMultiStreamSource? dataSample = null)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(LoaderSignature);
        _options = (options ?? new Options()).Checked();
        _header = TextBindings.Measure(_options, dataSample ?? new MultiFileSource(null));
        _bindings = new TextBindings(_options, _header);
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
            _bindings = new TextBindings(_options, _header);
        }
        catch (Exception e) when (
            e is JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw _host.ExceptDecode(e, $"Corrupt model file: the text loader's options are damaged: {e.Message}");
        }
    }

    private static VersionInfo Version => TransformVersions.First("TXTLOADR", LoaderSignature);

    public DataViewSchema GetOutputSchema() => _bindings.Schema;

    public IDataView Load(IMultiStreamSource source) =>
        new TextDataView(_host.Register("BoundLoader"), Contracts.CheckRef(source, nameof(source)), _options, _bindings);

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
        var members = typeof(TInput).GetFields(flags).Select(f => (Member: (MemberInfo)f, Type: f.FieldType, Word: "Field"))
            .Concat(typeof(TInput).GetProperties(flags).Where(p => p.GetGetMethod() != null && p.GetIndexParameters().Length == 0)
                .Select(p => (Member: (MemberInfo)p, Type: p.PropertyType, Word: "Property"))).ToArray();
        env.CheckParam(
            members.Length > 0, nameof(TInput), $"Should define at least one public, readable field or property in {nameof(TInput)}.");
        options.Columns = Array.ConvertAll(members, m =>
        {
            var load = m.Member.GetCustomAttribute<LoadColumnAttribute>() ?? throw env.Except(
                $"{m.Word} '{m.Member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
            var type = m.Type.IsArray ? m.Type.GetElementType()! : m.Type;
            var kind = type == typeof(string) ? DataKind.String
                : ColumnTypeExtensions.TryPrimitiveTypeFromType(type, out var found) ? found.GetRawDataKind() : 0;
            Contracts.Check(kind != 0, $"{m.Word} {m.Member.Name} is of unsupported type.");
            var name = m.Member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? m.Member.Name;
            return new Column(name, kind, load.Sources, m.Member.GetCustomAttribute<KeyTypeAttribute>()?.KeyCount);
        });
        return new TextLoader(env, options, dataSample);
    }
}
