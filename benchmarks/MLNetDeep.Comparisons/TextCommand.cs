using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparisons;

/// <summary>Times the text loader on one core beside plain .NET: lines, split at commas, each number parsed.</summary>
internal static class TextCommand
{
    private const int Rounds = 5;
    private const int Rows = 200_000;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("text-benchmark").FullName;
        try
        {
            Console.WriteLine($"MB of CSV a second of processor time, all columns read, median of {Rounds} rounds");
            Measure("20 numbers", Path.Combine(folder, "numeric.csv"), numbers: 20, words: 0);
            Measure("7 numbers, 3 quoted words", Path.Combine(folder, "mixed.csv"), numbers: 7, words: 3);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string name, string path, int numbers, int words)
    {
        Write(path, numbers, words);
        TextLoader.Column[] columns = words == 0
            ? [new("Features", DataKind.Single, 0, numbers - 1)]
            : [new("Features", DataKind.Single, 0, numbers - 1), new("Words", DataKind.String, numbers, numbers + words - 1)];
        IDataView view = new MLContext().Data.LoadFromTextFile(path, columns, separatorChar: ',', allowQuoting: true);
        (List<double> ours, List<double> plain) = ([], []);
        double megabytes = new FileInfo(path).Length / 1e6;
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(megabytes / Seconds(() => Load(view)));
            plain.Add(megabytes / Seconds(() => Split(path, numbers)));
        }

        (double mine, double peer) = (ours.Order().ElementAt(Rounds / 2), plain.Order().ElementAt(Rounds / 2));
        string assembly = typeof(TextLoader).Assembly.GetName().Name!;
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-26} {megabytes,4:F0} MB  {assembly} {mine,5:F0}  ReadLine+Split+Parse {peer,5:F0}  ratio {mine / peer:F2}"));
    }

    private static void Load(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        ValueGetter<VBuffer<ReadOnlyMemory<char>>>? texts =
            view.Schema.Count > 1 ? cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(view.Schema[1]) : null;
        VBuffer<float> numbers = default;
        VBuffer<ReadOnlyMemory<char>> words = default;
        while (cursor.MoveNext())
        {
            features(ref numbers);
            texts?.Invoke(ref words);
        }
    }

    private static void Split(string path, int numbers)
    {
        float[] values = new float[numbers];
        foreach (string line in File.ReadLines(path))
        {
            string[] fields = line.Split(',');
            for (int i = 0; i < numbers; i++)
                values[i] = float.Parse(fields[i], CultureInfo.InvariantCulture);
        }
    }

    private static void Write(string path, int numbers, int words)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        for (int row = 0; row < Rows; row++)
        {
            IEnumerable<string> fields = Enumerable.Range(0, numbers)
                .Select(i => (random.NextSingle() * MathF.Pow(10, i % 5)).ToString("G6", CultureInfo.InvariantCulture))
                .Concat(Enumerable.Range(0, words).Select(_ => $"\"word {random.Next(100)}\""));
            writer.WriteLine(string.Join(',', fields));
        }
    }

    private static double Seconds(Action run)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        run();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }
}
