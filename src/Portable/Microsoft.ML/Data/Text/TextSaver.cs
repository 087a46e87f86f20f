using System.Text.RegularExpressions;

namespace Microsoft.ML.Data;

/// <summary>Writes a view as text: in comments the options of a loader for it, a header, and rows, sparse from the column on where that is
/// shorter.</summary>
internal static class TextSaver
{
    private static readonly string[] Kinds = ["", "I1", "U1", "I2", "U2", "I4", "U4", "I8", "U8", "R4", "R8", "TX", "BL", "TS", "DT", "DZ"];

    /// <summary>Hands the present items of a column in a row over, with their slots, and returns how many slots there are.</summary>
    private delegate int Part(Action<int, string> add);

    public static void Save(IDataView data, Stream stream, char separator, bool headerRow, bool schema, bool keepHidden, bool dense)
    {
        var separatorName = separator switch
        {
            '\t' => "tab",
            ',' => "comma",
            ' ' => "space",
            ';' => "semicolon",
            '|' => "bar",
            _ => throw Contracts.ExceptUserArg("Separator", "Invalid separator - must be: space, tab, comma, semicolon, or bar"),
        };
        var columns = data.Schema.Where(c => (keepHidden || !c.IsHidden)
            && c.Type.GetItemType() is PrimitiveDataViewType and not RowIdDataViewType).ToArray();
        Contracts.Check(columns.Length > 0, "No valid columns to save");
        var hasHeader = headerRow && columns.Any(c => c.Type is not VectorDataViewType vector || c.HasSlotNames(vector.Size));
        using var writer = new StreamWriter(stream, bufferSize: 1 << 16, leaveOpen: true);
        using var cursor = data.GetRowCursor(columns);
        if (schema)
        {
            writer.WriteLine("#@ TextLoader{");
            if (hasHeader)
                writer.WriteLine("#@   header+");
            writer.WriteLine($"#@   sep={separatorName}");
            int? index = 0;
            foreach (var column in columns)
            {
                writer.WriteLine($"#@   col={Describe(column, index)}");
                // What follows a vector of varying length has no place of its own.
                index = column.Type is VectorDataViewType { IsKnownSize: false } ? null : index + column.Type.GetValueCount();
            }
            writer.WriteLine("#@ }");
        }
        if (hasHeader)
        {
            WriteRow(writer, separator, dense, Array.ConvertAll(columns, c => HeaderPart(c, separator)),
                Array.ConvertAll(columns, _ => ""), Array.ConvertAll(columns, _ => "\"\""));
        }
        var rows = Array.ConvertAll(columns, c => Utils.MarshalInvoke(
            RowPart<int>, c.Type.GetItemType().RawType, (DataViewRow)cursor, c, separator));
        var (parts, defaults) = (Array.ConvertAll(rows, r => r.Part), Array.ConvertAll(rows, r => r.Default));
        while (cursor.MoveNext())
            WriteRow(writer, separator, dense, parts, defaults, defaults);
    }

    private static string Describe(DataViewSchema.Column column, int? index)
    {
        var min = index ?? -1;
        var (range, named) = column.Type switch
        {
            VectorDataViewType { IsKnownSize: true, Size: var size } => ($"{min}-{min + size - 1}", $" max={min + size - 1} vector=+"),
            VectorDataViewType => ($"{min}-**", " var=+"),
            _ => ($"{min}", ""),
        };
        var kind = Kinds[(int)column.Type.GetRawDataKind()];
        var key = (column.Type.GetItemType() as KeyDataViewType)?.Count;
        var quoted = Regex.IsMatch(column.Name, @"[\s{}=""\\#]");
        if (index != null && !quoted)
            return $"{column.Name}:{kind}{(key == null ? "" : $"[{key}]")}:{range}";
        var name = quoted ? $"{{{Regex.Replace(column.Name, @"[{}\\]", @"\$0")}}}" : column.Name;
        return $"{{name={name}{(kind == "R4" ? "" : $" type={kind}")} src={(index == null ? $"{{ min={min}{named}}}" : range)}"
            + $"{(key == null ? "" : $" key={key}")}}}";
    }

    // What equals the omitted text is left out, and stands as the default one where it is written nevertheless.
    private static void WriteRow(TextWriter writer, char separator, bool dense, Part[] parts, string[] omitted, string[] defaults)
    {
        var items = new List<(int Slot, string Text)>();
        var ends = new (int Slots, int Items)[parts.Length + 1]; // of the columns before each
        for (var i = 0; i < parts.Length; i++)
        {
            var (start, leftOut) = (ends[i].Slots, omitted[i]);
            var length = parts[i]((slot, text) =>
            {
                if (text != leftOut)
                    items.Add((start + slot, text));
            });
            ends[i + 1] = (start + length, items.Count);
        }
        // As many columns densely as make the shortest row, a sparse item at 2.5 dense ones; all where the rest would be small.
        var split = Enumerable.Range(0, ends.Length).MinBy(column => ends[column].Slots + (2.5 * (ends[^1].Items - ends[column].Items)));
        if (dense || ends[^1].Slots - ends[split].Slots is var rest && (rest < 5 || rest < ends[split].Slots / 5))
            split = parts.Length;
        var (texts, item) = (new List<string>(), 0);
        for (var column = 0; column < split; column++)
        {
            while (texts.Count < ends[column + 1].Slots)
                texts.Add(item < items.Count && items[item].Slot == texts.Count ? items[item++].Text : defaults[column]);
        }
        if (split < parts.Length)
        {
            var start = ends[split].Slots;
            texts.Add($"{ends[^1].Slots - start}");
            if (item == items.Count)
                texts.Add($"0:{defaults[split]}"); // without an item the length would be a value
            texts.AddRange(items.Skip(item).Select(i => $"{i.Slot - start}:{i.Text}"));
        }
        writer.WriteLine(string.Join(separator, texts));
    }

    private static Part HeaderPart(DataViewSchema.Column column, char separator) => add =>
    {
        var size = (column.Type as VectorDataViewType)?.Size ?? 1;
        VBuffer<ReadOnlyMemory<char>> names = column.Type is VectorDataViewType ? default : new(1, [column.Name.AsMemory()]);
        if (column.HasSlotNames(size))
            column.GetSlotNames(ref names);
        foreach (var name in names.Items().Where(n => !n.Value.IsEmpty))
            add(name.Key, Format(name.Value, separator));
        return size;
    };

    private static (Part Part, string Default) RowPart<T>(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var get = SlotGetters.AsVector<T>(row, column);
        var isKey = column.Type.GetItemType() is KeyDataViewType;
        VBuffer<T> values = default;
        return (add =>
        {
            get(ref values);
            foreach (var item in values.Items())
                add(item.Key, Format(item.Value, separator, isKey));
            return values.Length;
        }, Format<T>(default!, separator, isKey));
    }

    private static string Format<T>(T value, char separator, bool isKey = false) => value switch
    {
        // Text holds keys from 0; in memory 0 is the missing key.
        _ when isKey => Convert.ToUInt64(value, CultureInfo.InvariantCulture) is > 0 and var key ? $"{key - 1}" : "",
        // Quoted where the loader would not read it back otherwise.
        ReadOnlyMemory<char> text => text.IsEmpty || text.Span[0] == ' ' || text.Span.IndexOfAny(['"', ':', '\n', separator]) >= 0
            ? $"\"{text.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text.ToString(),
        float.NaN or double.NaN => "?",
        float single => single.ToString("R", CultureInfo.InvariantCulture),
        double real => real.ToString("G17", CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        TimeSpan span => $"\"{span:c}\"",
        DateTime or DateTimeOffset => $"\"{value:o}\"",
        _ => value!.ToString()!,
    };
}
