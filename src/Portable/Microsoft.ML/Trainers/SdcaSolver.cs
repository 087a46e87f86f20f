namespace Microsoft.ML.Trainers;

/// <summary>Stochastic dual coordinate ascent for linear functions with L2 and L1 penalties (Shalev-Shwartz and Zhang, Stochastic Dual
/// Coordinate Ascent Methods for Regularized Loss Minimization, JMLR 14, 2013). With several classes, each row has a dual variable for each
/// class but its own, whose loss is that of the margin between both (Yu, Huang and Lin, Dual Coordinate Descent Methods for Logistic
/// Regression and Maximum Entropy Models, Machine Learning 85, 2011).</summary>
/// <remarks>One thread, so that the same seed gives the same model; the official trainer races several without locks.</remarks>
internal sealed class SdcaSolver
{
    private readonly TrainingRows _rows;
    private readonly ISupportSdcaLoss _loss;
    private readonly int _classCount;
    private readonly bool _multiclass;
    private readonly float _l2, _threshold, _biasRate;
    // By row: its features' squared length, the loss's constant, the length of a step per unit of dual, its weight.
    private readonly float[] _norms, _invariants, _steps, _rowWeights, _duals;
    // By class: weights and biases before and after shrinking by the L1 threshold, the same arrays without one; unpenalised bias.
    private readonly float[][] _raw, _weights;
    private readonly float[] _rawBias, _bias, _freeBias;

    /// <summary>Prepares for the loss of one score, or of one margin between two classes; no classes stand for a single function. All
    /// weights are drawn to 0 by the threshold, which is the L1 penalty in units of the L2 penalty; a bias rate of 0 keeps biases
    /// penalised.</summary>
    public SdcaSolver(
        TrainingRows rows, ISupportSdcaLoss loss, int classCount, float l2, float threshold, float biasRate, float positiveWeight)
    {
        (_rows, _loss, _multiclass, _classCount) = (rows, loss, classCount > 0, Math.Max(1, classCount));
        (_l2, _threshold, _biasRate) = (l2, threshold, biasRate * l2);
        _rowWeights = ByRow(row => rows.Weight(row) * (!_multiclass && rows.Labels[row] > 0 ? positiveWeight : 1));
        _steps = ByRow(row => 1 / (l2 * rows.Count) * _rowWeights[row]);
        _norms = ByRow(row => TensorPrimitives.SumOfSquares(rows.Features[row].GetValues()) + (biasRate == 0 ? 1 : 0));
        _invariants = ByRow(row => loss.ComputeDualUpdateInvariant((_classCount > 1 ? 2 : 1) * _norms[row] * _steps[row]));
        _duals = new float[(long)rows.Count * _classCount];
        (_raw, _rawBias, _freeBias) = (Vectors(), new float[_classCount], new float[_classCount]);
        (_weights, _bias) = threshold > 0 ? (Vectors(), new float[_classCount]) : (_raw, _rawBias);

        float[] ByRow(Func<int, float> value) => [.. Enumerable.Range(0, rows.Count).Select(value)];
        float[][] Vectors() => [.. Enumerable.Range(0, _classCount).Select(_ => new float[rows.FeatureCount])];
    }

    /// <summary>Goes over the rows until the duality gap is small enough, and returns the best weights seen, one array a class.</summary>
    public (float[][] Weights, float[] Biases) Solve(
        int maximumIterations, int checkFrequency, float tolerance, Random? shuffle, Action checkAlive)
    {
        var order = Enumerable.Range(0, _rows.Count).ToArray();
        var best = double.PositiveInfinity;
        (float[][], float[])? bestModel = null;
        for (var iteration = 1; iteration <= maximumIterations; iteration++)
        {
            checkAlive();
            if (shuffle != null)
                Permutations.Shuffle(shuffle, order);
            Array.ForEach(order, _multiclass ? UpdateClasses : Update);
            if (checkFrequency <= 0 || (iteration % checkFrequency != 0 && iteration != maximumIterations))
                continue;
            var (loss, gap) = Losses();
            if (loss < best)
                (best, bestModel) = (loss, Model());
            if (gap / loss < tolerance)
                break;
        }
        return bestModel ?? Model();
    }

    private (float[][], float[]) Model() =>
        ([.. _weights.Select(w => (float[])w.Clone())], [.. _bias.Zip(_freeBias, (penalised, free) => penalised + free)]);

    private float Output(int row, int c) => _rows.Features[row].Dot(_weights[c]) + (_bias[c] + _freeBias[c]);

    /// <summary>Moves a dual variable up the dual loss, less what lets the class's bias out of the penalty; returns by how much.</summary>
    private float Ascend(int row, float output, float label, ref float dual, int c)
    {
        var adjustment = _biasRate * _rawBias[c];
        var update = _loss.DualUpdate(output, label, dual, _invariants[row], 1) - adjustment;
        _freeBias[c] += adjustment * _steps[row];
        dual += update;
        return update;
    }

    private void Update(int row) => Move(row, 0, 1, Ascend(row, Output(row, 0), _rows.Labels[row], ref _duals[row], 0));

    private void UpdateClasses(int row)
    {
        var label = (int)_rows.Labels[row];
        var duals = _duals.AsSpan(row * _classCount, _classCount);
        var labelOutput = Output(row, label);
        float labelDual = 0, labelUpdate = 0, labelAdjustment = 0;
        for (var c = 0; c < _classCount; c++)
        {
            if (c == label)
                continue;
            labelAdjustment -= _biasRate * _rawBias[c];
            var margin = labelOutput + labelUpdate * _steps[row] * _norms[row] - Output(row, c);
            var update = Ascend(row, margin, 1, ref duals[c], c);
            labelUpdate += update;
            labelDual -= duals[c];
            Move(row, c, -1, update);
        }
        duals[label] = labelDual;
        _freeBias[label] += labelAdjustment * _steps[row];
        Move(row, label, 1, labelUpdate);
    }

    /// <summary>Moves one class's weights along a row's features.</summary>
    private void Move(int row, int c, int sign, float update)
    {
        ref readonly var features = ref _rows.Features[row];
        var (raw, weights, amount) = (_raw[c], _weights[c], sign * update * _steps[row]);
        _rawBias[c] += amount;
        features.AddTo(raw, amount);
        if (_threshold == 0)
            return;
        if (_biasRate == 0 || (_multiclass && sign > 0)) // the latter for the row's own class, so officially
            _bias[c] = Shrink(_rawBias[c]);
        for (var i = 0; features.IsDense && i < weights.Length; i++)
            weights[i] = Shrink(raw[i]);
        foreach (var i in features.GetIndices())
            weights[i] = Shrink(raw[i]);
    }

    private float Shrink(float value) => Math.Abs(value) > _threshold ? value - MathF.CopySign(_threshold, value) : 0;

    /// <summary>The penalised mean loss, and how far it may be above the smallest one.</summary>
    private (double Loss, double Gap) Losses()
    {
        double loss = 0, dualLoss = 0, l1 = 0, l2 = 0, free = 0;
        for (var row = 0; row < _rows.Count; row++)
        {
            var label = _rows.Labels[row];
            var own = _multiclass ? (int)label : 0;
            var output = Output(row, own);
            for (var c = 0; c < _classCount; c++)
            {
                if (_multiclass && c == own)
                    continue;
                var (score, target) = _multiclass ? (output - Output(row, c), 1) : (output, label);
                loss += _loss.Loss(score, target) * _rowWeights[row];
                dualLoss += _loss.DualLoss(target, _duals[row * _classCount + c]) * _rowWeights[row];
            }
        }
        for (var c = 0; c < _classCount; c++)
        {
            l1 += TensorPrimitives.SumOfMagnitudes<float>(_weights[c]) + Math.Abs(_bias[c]);
            l2 += TensorPrimitives.SumOfSquares<float>(_weights[c]) + _bias[c] * _bias[c];
            free += _bias[c] * _freeBias[c];
        }
        var primal = loss / _rows.Count + _l2 * (0.5 * l2 + _threshold * l1);
        return (primal, primal - (dualLoss / _rows.Count - _l2 * (0.5 * l2 + free)));
    }
}
