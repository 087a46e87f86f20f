namespace Microsoft.ML.Data;

public sealed class RegressionMetrics
{
    public double MeanAbsoluteError { get; }
    public double MeanSquaredError { get; }
    public double RootMeanSquaredError { get; }
    public double LossFunction { get; }
    public double RSquared { get; }

    internal RegressionMetrics(IHostEnvironment env, IDataView data, string labelName, string scoreName)
    {
        RoleColumns.Start(env, data, "RegressionEvaluator");
        var label = RoleColumns.Find(data.Schema, "Label", labelName);
        var score = RoleColumns.Find(data.Schema, "Score", scoreName);
        RoleColumns.CheckType(score, "score", score.Type == NumberDataViewType.Single, "Single");
        RoleColumns.CheckType(label, "label", label.Type == NumberDataViewType.Single, "Single");
        double rows = 0, absolute = 0, squared = 0, loss = 0, labels = 0, squaredLabels = 0;
        RoleColumns.ForEach<float>(data, label, score, null, float.NaN, Add);
        if (rows == 0)
            return;
        MeanAbsoluteError = absolute / rows;
        MeanSquaredError = squared / rows;
        RootMeanSquaredError = Math.Sqrt(MeanSquaredError);
        LossFunction = loss / rows;
        var spread = squaredLabels - labels * labels / rows;
        RSquared = spread == 0 ? double.NaN : 1 - squared / spread;

        void Add(ref float predicted, float y, float _)
        {
            if (float.IsNaN(y) || float.IsNaN(predicted))
                return; // no label or no prediction: no evidence
            rows++;
            labels += y;
            squaredLabels += y * y;
            var error = Math.Abs((double)y - predicted);
            absolute += error;
            squared += error * error;
            var difference = predicted - y; // the loss function works in single precision, the squared error in double
            loss += difference * difference;
        }
    }
}
