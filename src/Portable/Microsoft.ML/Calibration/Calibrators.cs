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

    void ICanSaveModel.Save(ModelSaveContext ctx) => CalibrationPart.Save(ctx, this);
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

    internal IsotonicCalibrator(ReadOnlySpan<float> mins, ReadOnlySpan<float> maxes, ReadOnlySpan<float> values) =>
        (Mins, Maxes, Values) = ([.. mins], [.. maxes], [.. values]);

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

public abstract class CalibratedModelParametersBase
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator) =>
        (SubModel, Calibrator) = (subModel, calibrator);

    public object SubModel { get; }
    public ICalibrator Calibrator { get; }
}

public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase, ICalibratedModel
    where TSubModel : class where TCalibrator : class, ICalibrator
{
    private readonly IScalarModel _scored;

    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator)
        : base(subModel, calibrator) => _scored = (IScalarModel)subModel;

    // The official types hide the untyped properties in the same way.
    public new TSubModel SubModel => (TSubModel)base.SubModel;
    public new TCalibrator Calibrator => (TCalibrator)base.Calibrator;

    int IScalarModel.FeatureCount => _scored.FeatureCount;

    float IScalarModel.Score(in VBuffer<float> features) => _scored.Score(in features);

    float ICalibratedModel.Probability(float score) => Calibrator.PredictProbability(score);
}

/// <summary>A scalar model with the calibrator that turns its scores into probabilities.</summary>
internal sealed class ValueMapperCalibratedModelParameters<TSubModel, TCalibrator>(TSubModel subModel, TCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, TCalibrator>(subModel, calibrator), ICanSaveModel where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    void ICanSaveModel.Save(ModelSaveContext ctx) => CalibrationPart.Save(ctx, this);
}
