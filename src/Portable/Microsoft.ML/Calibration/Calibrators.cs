[assembly: LoadableClass(typeof(ICalibrator), typeof(CalibratorPart), null, typeof(SignatureLoadModel), "", CalibratorPart.LoaderSignature)]

namespace Microsoft.ML.Calibrators;

public interface ICalibrator
{
    float PredictProbability(float output);
}

/// <summary>1 / (1 + exp(slope·score + offset)).</summary>
public sealed class PlattCalibrator : ICalibrator, ICanSaveModel
{
    internal PlattCalibrator(double slope, double offset) => (Slope, Offset) = (slope, offset);

    public double Slope { get; }
    public double Offset { get; }

    public float PredictProbability(float output) => float.IsNaN(output) ? output : Probability(output, Slope, Offset);

    internal static float Probability(float score, double slope, double offset) => (float)(1 / (1 + Math.Exp(slope * score + offset)));

    void ICanSaveModel.Save(ModelSaveContext ctx) => CalibratorPart.Write(ctx, this);
}

/// <summary>The share of positives among the training scores in each of equally wide bins.</summary>
public sealed class NaiveCalibrator : ICalibrator
{
    private const int BinCount = 200;
    private readonly float[] _binProbs;

    public readonly float BinSize;
    public readonly float Min;

    internal NaiveCalibrator(float binSize, float min, float[] binProbs) => (BinSize, Min, _binProbs) = (binSize, min, binProbs);

    public IReadOnlyList<float> BinProbs => _binProbs;

    public float PredictProbability(float output) => float.IsNaN(output) ? output : _binProbs[BinOf(output)];

    /// <summary>Counts the rows; their weights play no part, officially neither.</summary>
    internal static NaiveCalibrator Train(IReadOnlyCollection<CalibrationExample> examples)
    {
        Contracts.Check(examples.Any(e => e.Positive), "Calibrator trained on zero instances.");
        var min = examples.Min(e => e.Score);
        var counts = new float[BinCount];
        var result = new NaiveCalibrator((examples.Max(e => e.Score) - min) / BinCount, min, new float[BinCount]);
        foreach (var (score, positive, _) in examples)
        {
            counts[result.BinOf(score)]++;
            result._binProbs[result.BinOf(score)] += positive ? 1 : 0;
        }
        for (var i = 0; i < BinCount; i++)
            result._binProbs[i] /= Math.Max(counts[i], 1);
        return result;
    }

    // Training scores that are all the same make bins of no width: 0/0 counts as bin 0.
    private int BinOf(float score) => Math.Clamp((int)((score - Min) / BinSize), 0, _binProbs.Length - 1);
}

/// <summary>A rising function: constant on pieces, a straight line between them (isotonic regression).</summary>
public sealed class IsotonicCalibrator : ICalibrator
{
    private const float SmallestProbability = 1e-15f;

    public readonly ImmutableArray<float> Mins;
    public readonly ImmutableArray<float> Maxes;
    public readonly ImmutableArray<float> Values;

    internal IsotonicCalibrator(ReadOnlySpan<float> mins, ReadOnlySpan<float> maxes, ReadOnlySpan<float> values)
    {
        Mins = [.. mins];
        Maxes = [.. maxes];
        Values = [.. values];
    }

    public float PredictProbability(float output) =>
        float.IsNaN(output) ? output : Math.Clamp(Interpolate(output), SmallestProbability, 1 - SmallestProbability);

    /// <summary>Pools adjacent violators: a piece that does not lie above the one before it joins it.</summary>
    internal static IsotonicCalibrator Train(IEnumerable<CalibrationExample> examples)
    {
        var pieces = new Stack<(float Min, float Max, float Value, float Weight)>();
        foreach (var (score, positive, weight) in CalibrationExample.Sort(examples))
        {
            (float Min, float Max, float Value, float Weight) piece = (score, score, positive ? 1 : 0, weight);
            while (pieces.TryPeek(out var last) && (last.Max >= piece.Min || piece.Value <= last.Value))
            {
                pieces.Pop();
                var sum = last.Weight + piece.Weight;
                piece = (last.Min, piece.Max, (last.Value * last.Weight + piece.Value * piece.Weight) / sum, sum);
            }
            pieces.Push(piece);
        }
        var rising = pieces.Reverse().ToArray();
        return new([.. rising.Select(p => p.Min)], [.. rising.Select(p => p.Max)], [.. rising.Select(p => p.Value)]);
    }

    private float Interpolate(float score)
    {
        var found = Maxes.BinarySearch(score);
        var piece = found >= 0 ? found : ~found; // the first that ends at the score or behind it
        if (piece == Maxes.Length)
            return Values.IsEmpty ? 0 : Values[^1];
        if (piece == 0 || score >= Mins[piece])
            return Values[piece];
        var share = (score - Maxes[piece - 1]) / (Mins[piece] - Maxes[piece - 1]);
        return Values[piece - 1] + share * (Values[piece] - Values[piece - 1]);
    }
}

/// <summary>A calibrator in the model zip: its kind and its numbers.</summary>
internal static class CalibratorPart
{
    internal const string LoaderSignature = "CalibratorExec";
    private const string Directory = "Calibrator";

    private static VersionInfo Version => TransformVersions.First("CALIBRAT", LoaderSignature);

    public static void Save(ModelSaveContext ctx, ICalibrator calibrator) => ctx.SaveSubModel(Directory, part => Write(part, calibrator));

    public static TCalibrator Load<TCalibrator>(IHostEnvironment env, ModelLoadContext ctx)
        where TCalibrator : class, ICalibrator
    {
        ctx.LoadModel<TCalibrator, SignatureLoadModel>(env, out var calibrator, Directory);
        return calibrator;
    }

    public static void Write(ModelSaveContext ctx, ICalibrator calibrator)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveString(calibrator.GetType().Name);
        ctx.Writer.WriteArray<double>(calibrator switch
        {
            PlattCalibrator platt => [platt.Slope, platt.Offset],
            NaiveCalibrator naive => [naive.BinSize, naive.Min, .. naive.BinProbs],
            IsotonicCalibrator isotonic => [.. isotonic.Mins, .. isotonic.Maxes, .. isotonic.Values],
            _ => throw Contracts.ExceptNotSupp($"'{calibrator.GetType().Name}' cannot be saved in a model."),
        });
        if (calibrator is PlattCalibrator { Slope: var a, Offset: var b })
        {
            ctx.SaveTextStream("Calibrator.txt", writer => writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"Platt calibrator\nP(y=1|x) = 1/1+exp(A*x + B)\nA={a:R}\nB={b:R}\n")));
        }
    }

    internal static ICalibrator Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var (kind, numbers) = (ctx.LoadString(), ctx.Reader.ReadArray<double>());
        env.CheckDecode(numbers.All(double.IsFinite), "The calibrator's numbers must be finite.");
        var values = Array.ConvertAll(numbers, number => (float)number).AsSpan();
        var third = values.Length / 3;
        return kind switch
        {
            nameof(PlattCalibrator) when numbers.Length == 2 => new PlattCalibrator(numbers[0], numbers[1]),
            nameof(NaiveCalibrator) when numbers.Length > 2 => new NaiveCalibrator(values[0], values[1], values[2..].ToArray()),
            nameof(IsotonicCalibrator) when numbers.Length == 3 * third =>
                new IsotonicCalibrator(values[..third], values[third..(2 * third)], values[(2 * third)..]),
            _ => throw env.ExceptDecode($"Corrupt model file: a calibrator '{kind}' of {numbers.Length} numbers."),
        };
    }
}
