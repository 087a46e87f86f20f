namespace MLNetDeep.Tasks;

/// <summary>How far predicted numbers are from the true ones. With several targets each measure is the mean over them.</summary>
internal static class RegressionMeasures
{
    /// <summary>Root mean squared error, mean absolute error and R², in this order.</summary>
    /// <param name="predictions">Shape [rows, targets].</param>
    /// <param name="truths">Shape [rows, targets].</param>
    /// <param name="targetCount">Targets of a row.</param>
    /// <param name="weights">How much each row counts.</param>
    public static (double Rmse, double Mae, double RSquared) Measure(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> truths, int targetCount, RowWeights weights)
    {
        double rmse = 0, mae = 0, rSquared = 0;
        for (var target = 0; target < targetCount; target++)
        {
            var one = MeasureTarget(predictions, truths, targetCount, target, weights);
            rmse += Math.Sqrt(one.SquaredError);
            mae += one.AbsoluteError;
            rSquared += one.RSquared;
        }
        return (rmse / targetCount, mae / targetCount, rSquared / targetCount);
    }

    /// <summary>Mean squared error, mean absolute error and R² of one target; R² of a constant target is NaN.</summary>
    public static (double SquaredError, double AbsoluteError, double RSquared) MeasureTarget(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> truths, int targetCount, int target, RowWeights weights)
    {
        WeightedMean truth = default, squared = default, absolute = default, spread = default;
        for (int index = target, row = 0; index < truths.Length; index += targetCount, row++)
            truth.Add(truths[index], weights[row]);
        for (int index = target, row = 0; index < truths.Length; index += targetCount, row++)
        {
            var error = predictions[index] - (double)truths[index];
            squared.Add(error * error, weights[row]);
            absolute.Add(Math.Abs(error), weights[row]);
            spread.Add(Math.Pow(truths[index] - truth.Value, 2), weights[row]);
        }
        return (squared.Value, absolute.Value, spread.Value > 0 ? 1 - (squared.Value / spread.Value) : double.NaN);
    }
}
