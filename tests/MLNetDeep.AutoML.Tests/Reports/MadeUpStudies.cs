using System.Globalization;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML.Tests.Reports;

/// <summary>Studies that nobody ran.</summary>
internal static class MadeUpStudies
{
    public static readonly StudyDefinition Definition = new()
    {
        Name = "churn <b>&",
        MetricNames = ["AUC", "log-loss"],
        Metric = 0,
        HigherIsBetter = [true, false],
        ObjectiveNames = ["AUC", "FitSeconds"],
        ObjectiveHigherIsBetter = [true, false],
        SpaceJson = """
            {"_SCHEMA_":{"choices":["e0 * e1","e0 * e2"],"start":[0]},
             "e1":{"LearningRate":{"type":"double","from":0.0001,"to":0.1,"log":true,"start":[0.5]},
                   "Layers":{"type":"int","from":1,"to":4,"log":false,"start":[0]},
                   "Preset":{"choices":["Plain","TabM","RealMlp"],"start":[0]},
                   "BatchNorm":{"choices":[true,false],"start":[0]}},
             "e2":{"Leaves":{"type":"int","from":4,"to":512,"log":true,"start":[0]}}}
            """,
        Validation = "3 folds of 900 rows, 1a2b3c",
        FoldCount = 3,
        Seed = 7,
        Environment = new Dictionary<string, string> { ["MLNetDeep"] = "1.0", ["cores"] = "2" },
    };

    /// <summary>So many trials of two workers: most completed, some pruned, failed, running and waiting.</summary>
    public static StudySnapshot Of(int count)
    {
        var trials = Enumerable.Range(0, count).Select(Trial).ToArray();
        var random = new Random(5);
        float[] labels = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() < 0.3 ? 1f : 0)];
        float[] scores = [.. labels.Select(label => (float)Math.Clamp((0.4 * label) + (0.6 * random.NextDouble()), 0, 1))];
        var snapshot = new StudySnapshot(Definition, trials)
        {
            Predictions = new FoldScores(1, scores, labels, areProbabilities: true),
            ClassNames = ["stays", "leaves"],
            Code = "var best = 1 < 2; // <b>",
        };
        return snapshot with { Importance = snapshot.FindImportance() };
    }

    public static Trial Trial(int number)
    {
        var random = new Random(number);
        var rate = Math.Pow(10, -4 + (3 * random.NextDouble()));
        var layers = random.Next(1, 5);
        var preset = new[] { "Plain", "TabM", "RealMlp" }[random.Next(3)];
        var state = (number % 10) switch { 3 or 7 => TrialState.Pruned, 5 => TrialState.Failed, _ => TrialState.Completed };
        var score = 0.7 + (0.1 * Math.Exp(-Math.Abs(Math.Log10(rate) + 2.5))) + (0.01 * layers) + (0.01 * random.NextDouble());
        var start = DateTimeOffset.UnixEpoch.AddSeconds(number / 2 * 7);
        return new Trial
        {
            Number = number,
            State = state,
            ParameterJson = string.Create(CultureInfo.InvariantCulture,
                $"{{\"_SCHEMA_\":\"e0 * e1\",\"e1\":{{\"LearningRate\":{rate:R},\"Layers\":{layers},\"Preset\":\"{preset}\",")
                + string.Create(CultureInfo.InvariantCulture, $"\"BatchNorm\":true}},\"e2\":{{\"Leaves\":{4 + (number % 90)}}}}}"),
            Origin = number < 4 ? "portfolio" : "TpeTuner",
            Attempt = 1,
            Worker = $"host/{100 + (number % 2)}@63800000/{number % 2}",
            StartedAt = start,
            EndedAt = start.AddSeconds(2 + (5 * random.NextDouble())),
            Score = state == TrialState.Failed ? null : score,
            Objectives = state == TrialState.Completed ? [score, layers * (0.5 + random.NextDouble())] : [],
            Reason = state switch
            {
                TrialState.Failed => "The loss diverged in epoch 3: lower the <learning> rate.",
                TrialState.Pruned => "worse than the median of 12 trials after epoch 4",
                _ => null,
            },
            Folds = state == TrialState.Completed
                ? [.. Enumerable.Range(0, 3).Select(fold => new TrialFold
                {
                    Fold = fold,
                    Values = [score + (0.02 * (random.NextDouble() - 0.5)), 0.5],
                    FitTime = TimeSpan.FromSeconds(1.5),
                    BestEpoch = 5 + fold,
                    EpochCount = 10,
                })]
                : [],
            Epochs = [.. Enumerable.Range(1, state == TrialState.Pruned ? 4 : 10)
                .Select(epoch => new EpochValue(0, epoch, score - (0.2 / epoch)))],
        };
    }
}
