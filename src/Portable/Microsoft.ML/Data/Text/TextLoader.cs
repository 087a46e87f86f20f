[assembly: LoadableClass(typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>, ICanSaveModel
{
    internal const string LoaderSignature = "TextLoader";

    private readonly IHost _host;
    private readonly TextFormat _format;
    private readonly TextBindings _bindings;
    private readonly long _maxRows;

    internal TextLoader(IHostEnvironment env, Options? options = null, IMultiStreamSource? dataSample = null)
    {
        Contracts.CheckValue(env, nameof(env));
        options ??= new Options();
        _host = env.Register(LoaderSignature);
        _maxRows = options.MaxRows ?? long.MaxValue;
        Contracts.CheckUserArg(_maxRows >= 0, nameof(options.MaxRows), "Must be non-negative");
        _format = TextFormat.From(options);
        _bindings = TextBindings.Create(options, _format, dataSample ?? new MultiFileSource(null));
    }

    private TextLoader(IHost host, ModelLoadContext ctx)
    {
        _host = host;
        _maxRows = ctx.Reader.ReadInt64();
        var flags = ctx.Reader.ReadByte();
        _format = new TextFormat
        {
            AllowQuoting = (flags & 1) != 0,
            AllowSparse = (flags & 2) != 0,
            HasHeader = (flags & 4) != 0,
            TrimWhitespace = (flags & 8) != 0,
            ReadMultilines = (flags & 16) != 0,
            MissingRealsAsNaNs = (flags & 32) != 0,
            InputSize = ctx.Reader.ReadInt32(),
            EscapeChar = ctx.Reader.ReadChar(),
            DecimalMarker = ctx.Reader.ReadChar(),
            Separators = ctx.LoadNonEmptyString().ToCharArray(),
        };
        _bindings = TextBindings.Load(ctx);
    }

    public DataViewSchema GetOutputSchema() => _bindings.Schema;

    public IDataView Load(IMultiStreamSource source)
    {
        Contracts.CheckValue(source, nameof(source));
        return new TextDataView(_host.Register("BoundLoader"), source, _format, _bindings, _maxRows);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_maxRows);
        ctx.Writer.Write((byte)((_format.AllowQuoting ? 1 : 0) | (_format.AllowSparse ? 2 : 0) | (_format.HasHeader ? 4 : 0)
            | (_format.TrimWhitespace ? 8 : 0) | (_format.ReadMultilines ? 16 : 0) | (_format.MissingRealsAsNaNs ? 32 : 0)));
        ctx.Writer.Write(_format.InputSize);
        ctx.Writer.Write(_format.EscapeChar);
        ctx.Writer.Write(_format.DecimalMarker);
        ctx.SaveNonEmptyString(new string(_format.Separators));
        _bindings.Save(ctx);
    }

    internal static TextLoader Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new TextLoader(env.Register(LoaderSignature), ctx);
    }

    /// <summary>A loader for the members of a row class that carry <see cref="LoadColumnAttribute"/>.</summary>
    internal static TextLoader Create<TInput>(IHostEnvironment env, Options options, IMultiStreamSource? dataSample)
    {
        var type = typeof(TInput);
        var members = type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Concat<MemberInfo>(type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetGetMethod() != null && p.GetIndexParameters().Length == 0))
            .ToArray();
        if (members.Length == 0)
        {
            throw Contracts.ExceptParam(
                nameof(TInput), $"Should define at least one public, readable field or property in {nameof(TInput)}.");
        }

        options.Columns = Array.ConvertAll(members, ToColumn);
        return new TextLoader(env, options, dataSample);
    }

    private static Column ToColumn(MemberInfo member)
    {
        var isField = member is FieldInfo;
        var load = member.GetCustomAttribute<LoadColumnAttribute>() ?? throw Contracts.Except(
            $"{(isField ? "Field" : "Property")} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var kind = TextItemTypes.KindOfMember(type.IsArray ? type.GetElementType()! : type)
            ?? throw Contracts.Except($"{(isField ? "Field" : "Property")} {member.Name} is of unsupported type.");
        return new Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            Source = load.Sources,
            KeyCount = member.GetCustomAttribute<KeyTypeAttribute>()?.KeyCount,
            DataKind = kind,
        };
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("TXTLOADR", LoaderSignature);
}
