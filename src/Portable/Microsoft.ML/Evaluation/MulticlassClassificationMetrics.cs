namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetrics
{
    // The least probability that a loss is taken of: a single confident error must not make the mean infinite.
    private const float SmallestProbability = 1e-15f;

    public double LogLoss { get; }
    public double LogLossReduction { get; }
    public double MacroAccuracy { get; }
    public double MicroAccuracy { get; }
    public double TopKAccuracy => TopKAccuracyForAllK is { Count: > 0 } all ? all[^1] : 0;
    public int TopKPredictionCount { get; }
    public IReadOnlyList<double>? TopKAccuracyForAllK { get; }
    public IReadOnlyList<double> PerClassLogLoss { get; }
    public ConfusionMatrix ConfusionMatrix { get; }

    internal MulticlassClassificationMetrics(
        IHostEnvironment env, IDataView data, string labelName, string scoreName, string predictedLabelName, int topK)
    {
        RoleColumns.Start(env, data, "MultiClassClassifierEvaluator");
        var label = RoleColumns.Find(data.Schema, "Label", labelName);
        var score = RoleColumns.Find(data.Schema, "Score", scoreName);
        RoleColumns.Find(data.Schema, "PredictedLabel", predictedLabelName);
        var classCount = score.Type.GetItemType() == NumberDataViewType.Single ? score.Type.GetVectorSize() : 0;
        RoleColumns.CheckType(score, "score", classCount >= 2, "vector of two or more items of type Single");
        RoleColumns.CheckType(label, "label", label.Type == NumberDataViewType.Single || label.Type is KeyDataViewType { Count: > 0 },
            "Single or Key");

        double rows = 0, sumOfLosses = 0;
        var scores = new float[classCount];
        var (rowsOfClass, lossOfClass, rowsOfRank) = (new double[classCount], new double[classCount], new double[classCount + 1]);
        var table = Enumerable.Range(0, classCount).Select(_ => new double[classCount]).ToArray();
        RoleColumns.ForEach<VBuffer<float>>(data, label, score, null, float.NaN, Add);

        LogLoss = rows > 0 ? sumOfLosses / rows : 0;
        var entropy = rowsOfClass.Sum(n => n != 0 ? n * Math.Log(n / rows) : 0) / -rows;
        LogLossReduction = (entropy - LogLoss) / entropy;
        PerClassLogLoss = lossOfClass.Select((loss, i) => rowsOfClass[i] > 0 ? loss / rowsOfClass[i] : 0).ToImmutableArray();
        MicroAccuracy = rows > 0 ? rowsOfRank[0] / rows : 0;
        MacroAccuracy = rowsOfClass.Select((n, i) => table[i][i] / n).Where((_, i) => rowsOfClass[i] > 0).DefaultIfEmpty().Average();
        TopKPredictionCount = topK;
        double within = 0;
        TopKAccuracyForAllK = topK > 0 ? rowsOfRank.Take(topK).Select(n => within += n / rows).ToImmutableArray() : null;
        ConfusionMatrix = new ConfusionMatrix(table, RoleColumns.Names(score, AnnotationUtils.Kinds.SlotNames)
            ?? Enumerable.Range(0, classCount).Select(i => $"{i}").ToArray(), isBinary: false);

        void Add(ref VBuffer<float> scored, float label, float _)
        {
            if (float.IsNaN(label) || label < 0 || label != (int)label)
                return; // no label, or one that is no class
            Contracts.Check(scored.Length == classCount, $"Expected {classCount} scores, but got {scored.Length}.");
            scored.CopyTo(scores);
            if (!scores.All(float.IsFinite))
                return;
            var actual = (int)label;
            var known = actual < classCount; // else a class never trained on
            var ofLabel = known ? scores[actual] : 0;
            var loss = -Math.Log(known ? Math.Min(1, Math.Max(SmallestProbability, ofLabel)) : SmallestProbability);
            int rank = 0, assigned = 0;
            for (var i = 0; i < classCount; i++)
            {
                if (scores[i] > ofLabel || (scores[i] == ofLabel && i < actual))
                    rank++;
                if (scores[assigned] < scores[i])
                    assigned = i;
            }
            rows++;
            sumOfLosses += loss;
            rowsOfRank[rank]++;
            if (!known)
                return;
            rowsOfClass[actual]++;
            lossOfClass[actual] += loss;
            table[actual][rank == 0 ? actual : assigned]++;
        }
    }
}
