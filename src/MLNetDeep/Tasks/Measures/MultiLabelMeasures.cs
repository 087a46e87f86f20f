namespace MLNetDeep.Tasks;

/// <summary>How well logits find several labels that do not exclude each other. A logit above 0 predicts the label.</summary>
internal sealed class MultiLabelMeasures
{
    /// <summary>Measures predictions.</summary>
    /// <param name="logits">Shape [rows, labels].</param>
    /// <param name="labels">1 or 0, shape [rows, labels].</param>
    /// <param name="labelCount">Labels of a row.</param>
    /// <param name="weights">How much each row counts.</param>
    public MultiLabelMeasures(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, int labelCount, RowWeights weights)
    {
        var rowCount = labels.Length / labelCount;
        WeightedMean subset = default, hamming = default, logLoss = default;
        for (var row = 0; row < rowCount; row++)
        {
            var wrong = 0;
            for (var index = row * labelCount; index < (row + 1) * labelCount; index++)
            {
                wrong += logits[index] > 0 == labels[index] > 0.5f ? 0 : 1;
                logLoss.Add(BinaryMeasures.Softplus(logits[index]) - (labels[index] * (double)logits[index]), weights[row]);
            }
            subset.Add(wrong == 0 ? 1 : 0, weights[row]);
            hamming.Add((double)wrong / labelCount, weights[row]);
        }
        (SubsetAccuracy, HammingLoss, LogLoss) = (subset.Value, hamming.Value, logLoss.Value);

        F1 = new double[labelCount];
        AreaUnderRoc = new double[labelCount];
        float[] ownLogits = new float[rowCount], ownLabels = new float[rowCount];
        double found = 0, missedOrWrong = 0;
        for (var label = 0; label < labelCount; label++)
        {
            for (var row = 0; row < rowCount; row++)
                (ownLogits[row], ownLabels[row]) = (logits[(row * labelCount) + label], labels[(row * labelCount) + label]);
            var (right, errors) = BinaryMeasures.CountFound(ownLogits, ownLabels, weights);
            found += right;
            missedOrWrong += errors;
            F1[label] = BinaryMeasures.F1(right, errors);
            AreaUnderRoc[label] = BinaryMeasures.AreaUnderRoc(ownLogits, ownLabels, weights);
        }
        MicroF1 = BinaryMeasures.F1(found, missedOrWrong);
    }

    /// <summary>The share of rows whose labels are all right.</summary>
    public double SubsetAccuracy { get; }

    /// <summary>The share of labels that are wrong.</summary>
    public double HammingLoss { get; }

    /// <summary>The mean of −log(probability of the truth) over labels and rows, in nats.</summary>
    public double LogLoss { get; }

    /// <summary>F1 of all labels' decisions taken together.</summary>
    public double MicroF1 { get; }

    /// <summary>The F1 of each label; 0 for one that is never found.</summary>
    public double[] F1 { get; }

    /// <summary>The AUC of each label; NaN for one that is the same in all rows.</summary>
    public double[] AreaUnderRoc { get; }

    /// <summary>The mean F1 of the labels.</summary>
    public double MacroF1 => F1.Average();

    /// <summary>The mean AUC of the labels that are not the same in all rows; NaN when there are none.</summary>
    public double MeanAreaUnderRoc => AreaUnderRoc.Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();
}
