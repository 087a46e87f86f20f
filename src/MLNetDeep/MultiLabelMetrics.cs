namespace MLNetDeep;

/// <summary>How good predictions of labels that do not exclude each other are. A label with a logit above 0 is predicted.</summary>
/// <param name="MicroF1">F1 of all labels' decisions taken together, from 0 to 1; 0 when nothing is found.</param>
/// <param name="MacroF1">The mean F1 of the labels, from 0 to 1.</param>
/// <param name="SubsetAccuracy">The share of rows whose labels are all right.</param>
/// <param name="HammingLoss">The share of labels that are wrong.</param>
/// <param name="AreaUnderRocCurve">The mean AUC of the labels that are not the same in all rows; NaN when there are none.</param>
/// <param name="LogLoss">The mean of −log(probability of the truth) over labels and rows, in nats.</param>
/// <param name="PerLabel">The metrics of each label, in the label's order.</param>
public sealed record MultiLabelMetrics(
    double MicroF1,
    double MacroF1,
    double SubsetAccuracy,
    double HammingLoss,
    double AreaUnderRocCurve,
    double LogLoss,
    IReadOnlyList<LabelMetrics> PerLabel);

/// <summary>How good the predictions of one label are.</summary>
/// <param name="Name">The slot's name, or its number from 0.</param>
/// <param name="F1">F1, from 0 to 1; 0 when it is never found.</param>
/// <param name="AreaUnderRocCurve">AUC, ties counting half; NaN when the label is the same in all rows.</param>
public sealed record LabelMetrics(string Name, double F1, double AreaUnderRocCurve);
