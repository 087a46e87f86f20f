using static Microsoft.ML.SchemaShape.Column;
using static Microsoft.ML.Transforms.Text.TextNormalizingEstimator;

[assembly: LoadableClass(typeof(TextNormalizingTransformer), null, typeof(SignatureLoadModel), "TextNormalizerTransform")]
[assembly: LoadableClass(typeof(WordTokenizingTransformer), null, typeof(SignatureLoadModel), "TokenizeTextTransform")]
[assembly: LoadableClass(typeof(TokenizingByCharactersTransformer), null, typeof(SignatureLoadModel), "CharToken")]

namespace Microsoft.ML.Transforms.Text;

/// <summary>What the transforms of texts share: they make one list of all texts of a column, of a vector or a single one.</summary>
internal static class TextMapping
{
    public delegate void Expand<T>(ReadOnlySpan<ReadOnlyMemory<char>> texts, List<T> items);

    public static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column, Expand<T> expand)
    {
        var get = SlotGetters.AsVector<ReadOnlyMemory<char>>(row, column);
        VBuffer<ReadOnlyMemory<char>> texts = default;
        var items = new List<T>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
        {
            get(ref texts);
            items.Clear();
            expand(texts.GetValues(), items);
            var editor = VBufferEditor.Create(ref result, items.Count);
            items.CopyTo(editor.Values);
            result = editor.Commit();
        });
    }

    /// <summary>The type of a column of texts as a vector of varying length; a scalar may stay one.</summary>
    public static DataViewType TypeOf(IHost host, DataViewSchema.Column source, string expected, bool keepsScalar = false)
    {
        host.CheckInput(source.Type.GetItemType() is TextDataViewType, source, expected);
        return keepsScalar && source.Type is not VectorDataViewType ? source.Type : new VectorDataViewType(TextDataViewType.Instance);
    }

    public static SchemaShape With(SchemaShape inputSchema, IHost host, (string, string)[] columns, string expected,
        Func<SchemaShape.Column, ItemShape> map) => inputSchema.With(host, columns, column => column.ItemType is TextDataViewType
            ? map(column)
            : throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, expected, column.ItemType.ToString()!));
}

public sealed class TextNormalizingTransformer : OneToOneTransformerBase
{
    internal const string ExpectedType = "String or vector of String";

    // The letters without diacritics of those from U+00C0, U+0386 and U+0400 on, a space where there is none. Unicode's decomposition
    // gives the same, but the runtime knows that only where ICU is installed.
    private const string LatinBases =
        "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy yAaAaAaCcCcCcCcDd  EeEeEeEeEeGgGgGgGgHh  IiIiIiIiI   JjKk LlL" +
        "lLl    NnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTt  UuUuUuUuUuUuWwYyYZzZzZz                                 Oo             Uu       " +
        "                     AaIiOoUuUuUuUuUu AaAaÆæ  GgKkOoOoƷʒj   Gg  NnAaÆæØøAaAaEeEeIiIiOoOoRrRrUuUuSsTt  Hh      AaEeOoOoOoOoYy";
    private const string GreekBases = "Α ΕΗΙ Ο ΥΩι                         ΙΥαεηιυ                         ιυουω    ϒϒ";
    private const string CyrillicBases =
        "ЕЕ Г   І    КИУ          И                               и                      ее г   і    киу                       Ѵѵ    " +
        "                                                                     Жж             АаАа  Ее  ӘәЖжЗз  ИиИиОо  ӨөЭэУуУуУуЧч  " +
        "Ыы";

    private readonly Settings _settings;

    internal TextNormalizingTransformer(IHostEnvironment env, Settings settings, params (string, string)[] columns)
        : base(env, columns) => _settings = settings;

    internal TextNormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _settings = new((CaseMode)ctx.Reader.ReadInt32(),
            ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());

    private protected override VersionInfo Version => TransformVersions.First("TEXTNOPT", "TextNormalizerTransform");

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.Writer.Write((int)_settings.Case);
        ctx.Writer.Write(_settings.KeepDiacritics);
        ctx.Writer.Write(_settings.KeepPunctuations);
        ctx.Writer.Write(_settings.KeepNumbers);
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations) =>
        TextMapping.TypeOf(Host, source, ExpectedType, keepsScalar: true);

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        source.Type is not VectorDataViewType ? SlotGetters.Map<ReadOnlyMemory<char>, ReadOnlyMemory<char>>(row, source, Normalize)
            : TextMapping.MakeGetter<ReadOnlyMemory<char>>(row, source, (texts, items) =>
                items.AddRange(texts.ToArray().Select(Normalize).Where(normal => !normal.IsEmpty)));

    private ReadOnlyMemory<char> Normalize(ReadOnlyMemory<char> text)
    {
        var normal = new char[text.Length];
        var count = 0;
        foreach (var c in text.Span)
        {
            if ((!_settings.KeepPunctuations && char.IsPunctuation(c)) || (!_settings.KeepNumbers && char.IsNumber(c))
                || (!_settings.KeepDiacritics && IsCombiningDiacritic(c)))
                continue;
            var letter = !_settings.KeepDiacritics && BaseOf(c) is not ' ' and var known ? known : c;
            normal[count++] = _settings.Case == CaseMode.Lower ? char.ToLowerInvariant(letter)
                : _settings.Case == CaseMode.Upper ? char.ToUpperInvariant(letter) : letter;
        }
        return normal.AsMemory(0, count);
    }

    private static char BaseOf(char c) => c switch
    {
        >= '\u00C0' and <= '\u0233' => LatinBases[c - '\u00C0'],
        >= '\u0386' and <= '\u03D4' => GreekBases[c - '\u0386'],
        >= '\u0400' and <= '\u04F9' => CyrillicBases[c - '\u0400'],
        _ => ' ',
    };

    private static bool IsCombiningDiacritic(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05BD')
        or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7' or (>= '\u0610' and <= '\u0615') or (>= '\u064C' and <= '\u065E')
        or '\u0670';

    internal sealed record Settings(CaseMode Case, bool KeepDiacritics, bool KeepPunctuations, bool KeepNumbers);
}

public sealed class TextNormalizingEstimator : TrivialEstimator<TextNormalizingTransformer>
{
    internal TextNormalizingEstimator(IHostEnvironment env, TextNormalizingTransformer.Settings settings, params (string, string)[] columns)
        : base(env, new TextNormalizingTransformer(env, settings, columns)) { }

    public enum CaseMode
    {
        Lower = 0,
        Upper = 1,
        None = 2,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => TextMapping.With(inputSchema, Host, Transformer.ColumnPairs,
        TextNormalizingTransformer.ExpectedType, column => new(column.Kind == VectorKind.Scalar ? VectorKind.Scalar
            : VectorKind.VariableVector, TextDataViewType.Instance, false, []));
}

public sealed class WordTokenizingTransformer : OneToOneTransformerBase
{
    internal const string ExpectedType = "String or Vector of String";
    private readonly char[] _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, char[]? separators, params (string, string)[] columns)
        : base(env, columns) => _separators = separators ?? [' '];

    internal WordTokenizingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _separators = ctx.LoadNonEmptyString().ToCharArray();

    private protected override VersionInfo Version => TransformVersions.First("WORDTOPT", "TokenizeTextTransform");
    private protected override void SaveContent(ModelSaveContext ctx) => ctx.SaveNonEmptyString(new string(_separators));

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations) =>
        TextMapping.TypeOf(Host, source, ExpectedType);

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        TextMapping.MakeGetter<ReadOnlyMemory<char>>(row, source, (texts, words) =>
        {
            foreach (var text in texts)
                foreach (var range in text.Span.SplitAny(_separators))
                    if (text[range].Trim(' ') is { IsEmpty: false } word)
                        words.Add(word);
        });
}

public sealed class WordTokenizingEstimator : TrivialEstimator<WordTokenizingTransformer>
{
    internal WordTokenizingEstimator(IHostEnvironment env, char[]? separators, params (string, string)[] columns)
        : base(env, new WordTokenizingTransformer(env, separators, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => TextMapping.With(inputSchema, Host, Transformer.ColumnPairs,
        WordTokenizingTransformer.ExpectedType, _ => new(VectorKind.VariableVector, TextDataViewType.Instance, false, []));
}

/// <summary>Makes texts sequences of characters, each its own key; the null character is the missing key.</summary>
public sealed class TokenizingByCharactersTransformer : OneToOneTransformerBase
{
    private const ushort TextStart = 0x02, TextEnd = 0x03, UnitSeparator = 0x1f;

    // What the control characters from 0x80 on are called in the keys' names.
    private static readonly string[] ControlNames = ("PAD HOP BPH NBH IND NEL SSA ESA HTS HTJ VTS PLD PLU RI SS2 SS3 "
        + "DCS PU1 PU2 STS CCH MW SPA EPA SOS SGCI SCI CSI ST OSC PM APC").Split(' ');

    private readonly bool _useMarkers;

    internal TokenizingByCharactersTransformer(IHostEnvironment env, bool useMarkers, params (string, string)[] columns)
        : base(env, columns) => _useMarkers = useMarkers;

    internal TokenizingByCharactersTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx) => _useMarkers = ctx.Reader.ReadBoolean();

    private protected override VersionInfo Version => TransformVersions.First("CHARTOPT", "CharToken");
    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write(_useMarkers);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        Host.CheckParam(source.Type.GetItemType() is TextDataViewType, "inputSchema", "String");
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        annotations.AddKeyValues(ushort.MaxValue, TextDataViewType.Instance, (ref VBuffer<ReadOnlyMemory<char>> names) =>
            names = new(ushort.MaxValue, [.. Enumerable.Range(1, ushort.MaxValue).Select(c => NameOf((char)c).AsMemory())]));
        return new VectorDataViewType(new KeyDataViewType(typeof(ushort), ushort.MaxValue));
    }

    // The texts of a vector are one stream, with a separator before each but the first.
    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        TextMapping.MakeGetter<ushort>(row, source, (texts, keys) =>
        {
            if (source.Type is not VectorDataViewType && texts[0].IsEmpty)
                return;
            if (_useMarkers)
                keys.Add(TextStart);
            for (var i = 0; i < texts.Length; i++)
            {
                if (i > 0 && !texts[i].IsEmpty)
                    keys.Add(UnitSeparator);
                keys.AddRange(MemoryMarshal.Cast<char, ushort>(texts[i].Span));
            }
            if (_useMarkers)
                keys.Add(TextEnd);
        });

    private static string NameOf(char c) => c switch
    {
        <= ' ' => $"<{(char)(c + '\u2400')}>",
        '\u007f' => "<\u2421>",
        >= '\u0080' and <= '\u009f' => $"<{ControlNames[c - '\u0080']}>",
        '\u2028' => "<LSEP>",
        '\u2029' => "<PSEP>",
        >= '\uD800' and <= '\uDFFF' => "\\u4X", // what the official format string gives, for whatever it meant
        _ => c.ToString(),
    };
}

public sealed class TokenizingByCharactersEstimator : TrivialEstimator<TokenizingByCharactersTransformer>
{
    internal TokenizingByCharactersEstimator(IHostEnvironment env, bool useMarkers, params (string, string)[] columns)
        : base(env, new TokenizingByCharactersTransformer(env, useMarkers, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => TextMapping.With(inputSchema, Host, Transformer.ColumnPairs,
        "String", column => new(VectorKind.VariableVector, NumberDataViewType.UInt16, true,
            Shapes.Only(column, AnnotationUtils.Kinds.SlotNames)
                .Append(new(AnnotationUtils.Kinds.KeyValues, VectorKind.Vector, TextDataViewType.Instance, false))));
}
