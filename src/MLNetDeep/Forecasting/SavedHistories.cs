namespace MLNetDeep.Forecasting;

/// <summary>Writes where series stand, and reads it back.</summary>
internal static class SavedHistories
{
    private static void Write(BinaryWriter writer, IReadOnlyDictionary<string, SeriesHistory> histories)
    {
        writer.Write(histories.Count);
        foreach (var (name, history) in histories)
        {
            writer.Write(name);
            foreach (var category in history.Categories)
                writer.Write(category);
            writer.Write(history.Scales.Length > 0);
            foreach (var scale in history.Scales)
            {
                writer.Write(scale.Mean);
                writer.Write(scale.Deviation);
            }
            history.Write(writer);
        }
    }

    /// <summary>All series, as they are read back.</summary>
    public static byte[] ToBytes(IReadOnlyDictionary<string, SeriesHistory> histories)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
            Write(writer, histories);
        return bytes.ToArray();
    }

    /// <exception cref="FormatException">It does not fit the window, is truncated or too long.</exception>
    public static Dictionary<string, SeriesHistory> Read(byte[] bytes, ForecastWindow window)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var histories = Read(reader, window);
        return reader.BaseStream.Position == bytes.Length ? histories : throw new FormatException("there is more than its series");
    }

    /// <summary>Reads what may stand in front of other content.</summary>
    /// <exception cref="FormatException">It does not fit the window, or is truncated.</exception>
    public static Dictionary<string, SeriesHistory> Read(BinaryReader reader, ForecastWindow window)
    {
        try
        {
            Dictionary<string, SeriesHistory> histories = [];
            for (var rest = reader.ReadInt32(); rest > 0; rest--)
            {
                var name = reader.ReadString();
                uint[] categories = [.. window.CategoryValueCounts.Select(_ => reader.ReadUInt32())];
                var scales = new ValueScale[reader.ReadBoolean() ? window.TargetCount : 0];
                for (var target = 0; target < scales.Length; target++)
                    scales[target] = new ValueScale(reader.ReadSingle(), reader.ReadSingle());
                var areCategories = categories.Zip(window.CategoryValueCounts).All(pair => pair.First <= pair.Second);
                if (!areCategories || !Array.TrueForAll(scales, scale => scale.IsUsable))
                    throw new FormatException($"a number of series '{name}' is not usable");
                var history = new SeriesHistory(window, categories, scales);
                history.Read(reader);
                if (!histories.TryAdd(name, history))
                    throw new FormatException($"series '{name}' is there twice");
            }
            return histories;
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("it is truncated", error);
        }
        catch (IOException error) // a text whose length makes no sense
        {
            throw new FormatException(error.Message.TrimEnd('.'), error);
        }
    }
}
