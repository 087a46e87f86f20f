using MLNetDeep.Diagnosis.Checks;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Diagnosis;

/// <summary>What the rows themselves tell.</summary>
public sealed class DataChecksTests
{
    [Fact]
    public void Constant_columns_are_named()
    {
        var evidence = new TestEvidence { Columns = { ["c"] = _ => 4, ["d"] = row => row < 400 ? 1 : 2, ["e"] = row => row == 5 ? 1 : 0 } };
        Assert.Equal(
            new Finding(
                "constant-columns", FindingSeverity.Note,
                "2 of 5 feature columns have one value only in all 400 training rows: 'c' and 'd'.",
                "Leave them out, or find out why they do not vary: the network learned nothing from them."),
            Assert.Single(evidence.Examine<ConstantColumns>()));
    }

    [Fact]
    public void Columns_that_repeat_each_other_are_named()
    {
        var noise = TestEvidence.Noise(3);
        var evidence = new TestEvidence
        {
            Columns =
            {
                ["celsius"] = row => 30 * noise(row),
                ["fahrenheit"] = row => 32 + 54 * noise(row),
                ["debt"] = row => -1000 * noise(row) + (row % 2),
                ["male"] = row => row % 3 == 0 ? 1 : 0,
                ["female"] = row => row % 3 == 0 ? 0 : 1,
                ["boy"] = row => row % 3 == 0 ? 1 : 0,
                ["rare"] = row => row == 7 ? 1 : 0,
                ["as rare"] = row => row == 7 ? 1 : 0,
            },
        };
        Assert.Equal(
            new Finding(
                "duplicate-columns", FindingSeverity.Note,
                "Feature columns repeat each other, if in another unit, in all 400 training rows: 'celsius', 'fahrenheit' and "
                + "'debt'; 'male' "
                + "and 'boy'.",
                "Keep one of each: copies make training slower and importances smaller, and tell nothing new."),
            Assert.Single(evidence.Examine<DuplicateColumns>()));
        evidence.Columns["debt"] = row => -1000 * noise(row) + (20 * TestEvidence.Noise(4)(row));
        Assert.Contains(
            "'celsius' and 'fahrenheit'; 'male'", Assert.Single(evidence.Examine<DuplicateColumns>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_hardly_ever_there_are_named()
    {
        var evidence = new TestEvidence
        {
            Columns =
            {
                ["fax"] = row => row % 40 == 0 ? row : float.NaN,
                ["telex"] = _ => float.NaN,
                ["phone"] = row => row % 2 == 0 ? row : float.NaN,
            },
        };
        Assert.Equal(
            new Finding(
                "missing-values", FindingSeverity.Note,
                "2 of 5 feature columns are missing in at least 95% of all 400 training rows: 'fax' (98%) and 'telex' (100%).",
                "Check whether they were read as intended; if so, they may be left out, or told as present or not."),
            Assert.Single(evidence.Examine<MissingValues>()));
    }

    [Fact]
    public void A_column_that_tells_the_class_is_a_suspect()
    {
        var evidence = new TestEvidence();
        evidence.Columns["refund"] = row => evidence.Label(row) == 1 && row % 50 > 0 ? 10 + row : 0;
        Assert.Equal(
            new Finding(
                "leakage-suspects", FindingSeverity.Warning,
                "'refund' (AUC 0.989) alone tells the label almost perfectly in 250 held-out rows; the middle one of 3 columns "
                + "reaches 0.834.",
                "Check that it is known before the label is; what is filled in afterwards must be left out."),
            Assert.Single(evidence.Examine<LeakageSuspects>()));
    }

    [Fact]
    public void A_value_that_is_there_only_afterwards_is_a_suspect()
    {
        var evidence = new TestEvidence();
        evidence.Columns["leaving date"] = row => evidence.Label(row) == 1 ? TestEvidence.Noise(4)(row) : float.NaN;
        Assert.StartsWith(
            "'leaving date' (AUC 1.000) alone tells", Assert.Single(evidence.Examine<LeakageSuspects>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_tell_one_of_several_classes_are_suspects()
    {
        var evidence = new TestEvidence { ClassNames = ["x", "y", "z"], Label = row => (int)(3 * TestEvidence.Noise(5)(row)) };
        evidence.Columns["code"] = row => ((int)evidence.Label(row) * 7) % 5;
        evidence.Columns["group"] = row => 100 * evidence.Label(row) + TestEvidence.Noise(6)(row);
        evidence.Columns["c"] = TestEvidence.Noise(7);
        Assert.Equal(
            new Finding(
                "leakage-suspects", FindingSeverity.Warning,
                "'code' (accuracy 1.000) and 'group' (accuracy 0.980) each tell the label almost perfectly in 250 held-out rows; "
                + "the middle one "
                + "of 5 columns reaches 0.344.",
                "Check that they are known before the label is; what is filled in afterwards must be left out."),
            Assert.Single(evidence.Examine<LeakageSuspects>()));
    }

    [Fact]
    public void A_column_that_is_the_quantity_in_another_unit_is_a_suspect()
    {
        // With few validation rows, every other training row is held out instead.
        var evidence = new TestEvidence { ClassNames = null, ValidationRows = 50 };
        evidence.Label = row => MathF.Exp(5 * TestEvidence.Noise(1)(row));
        evidence.Columns["price in cents"] = row => MathF.Round(100 * evidence.Label(row));
        evidence.Columns.Remove("a");
        evidence.Columns["c"] = TestEvidence.Noise(7);
        Assert.Equal(
            "'price in cents' (R² 1.000) alone tells the label almost perfectly in 200 held-out rows; the middle one of 3 columns "
            + "reaches 0.010.",
            Assert.Single(evidence.Examine<LeakageSuspects>()).Message);
    }

    [Fact]
    public void Where_all_columns_are_good_none_is_a_suspect()
    {
        var evidence = new TestEvidence();
        foreach (var name in new[] { "a", "b", "c", "d" })
            evidence.Columns[name] = row => evidence.Label(row) + TestEvidence.Noise(name[0])(row) * 1.05f;
        Assert.Empty(evidence.Examine<LeakageSuspects>());
    }

    [Fact]
    public void Row_numbers_are_named()
    {
        var evidence = new TestEvidence
        {
            Columns =
            {
                ["row"] = row => row,
                ["shuffled"] = row => row * 371 % 650,
                ["seconds"] = row => 1000 * row,
                ["amount"] = row => MathF.Floor(1e6f * TestEvidence.Noise(8)(row)),
                ["age"] = row => row % 90,
            },
        };
        Assert.Equal(
            new Finding(
                "identifier-columns", FindingSeverity.Warning,
                "'row', 'shuffled' and 'seconds' look like identifiers: another value in each of all 400 training rows.",
                "Leave identifiers and row numbers out of the features: new rows bring values that were never seen."),
            Assert.Single(evidence.Examine<IdentifierColumns>()));
    }

    [Fact]
    public void A_class_that_is_nearly_all_makes_accuracy_useless()
    {
        var evidence = new TestEvidence { Label = row => row % 20 == 0 ? 1 : 0 };
        Assert.Equal(
            new Finding(
                "class-imbalance", FindingSeverity.Note,
                "95% of the training rows are of class 'no': always naming it is right as often.",
                "Judge the model by AUC, F1 or the log-loss rather than by accuracy; ExampleWeightColumnName can give the rare rows "
                + "more weight."),
            Assert.Single(evidence.Examine<ClassImbalance>()));
        evidence.Label = row => row % 200 == 0 ? 1 : 0;
        Assert.Equal(["class-imbalance", "rare-classes"], evidence.Examine<ClassImbalance>().Select(finding => finding.Code));
        Assert.Equal(FindingSeverity.Warning, evidence.Examine<ClassImbalance>()[0].Severity);
    }

    [Fact]
    public void Classes_with_few_rows_are_named()
    {
        var evidence = new TestEvidence { ClassNames = ["x", "y", "z", "w"], Label = row => row % 100 == 0 ? 2 : row == 5 ? 3 : row % 2 };
        Assert.Equal(
            new Finding(
                "rare-classes", FindingSeverity.Note,
                "2 of 4 classes have fewer than 10 training rows: 'w' (1) and 'z' (4).",
                "Gather more rows of them or join them into one class; what the model says about them is little more than a guess."),
            Assert.Single(evidence.Examine<ClassImbalance>()));
    }

    [Fact]
    public void A_long_tail_asks_for_a_logarithm()
    {
        var evidence = new TestEvidence { ClassNames = null, Label = row => row % 40 == 0 ? 900 : row % 7 };
        Assert.Equal(
            new Finding(
                "label-skew", FindingSeverity.Note,
                "The label has a long tail: mean 25.42, largest value 900 (skewness 6.1); the squared error is mostly that of the tail.",
                "Learn the logarithm of the label and take the exponential of the score, or take a loss that outliers move less."),
            Assert.Single(evidence.Examine<LabelOutliers>()));
    }

    [Fact]
    public void A_value_far_from_all_others_is_told()
    {
        var evidence = new TestEvidence { ClassNames = null, Label = row => row == 9 ? -9999 : row % 7 };
        Assert.Equal(
            new Finding(
                "label-outliers", FindingSeverity.Note,
                "The label has outliers: -9,999 is 20 standard deviations from the mean, -22.01.",
                "Check whether such values are right; errors in them weigh more than all else in a squared error."),
            Assert.Single(evidence.Examine<LabelOutliers>()));
    }

    [Fact]
    public void Columns_that_lie_otherwise_in_validation_rows_are_named()
    {
        var evidence = new TestEvidence
        {
            Columns =
            {
                ["year"] = row => row < 400 ? 2001 + (row % 8) : 2007 + (row % 6),
                ["sensor"] = row => row < 400 || row % 2 == 0 ? TestEvidence.Noise(9)(row) : float.NaN,
            },
        };
        Assert.Equal(
            new Finding(
                "column-drift", FindingSeverity.Warning,
                "2 of 4 feature columns lie otherwise in validation than in training rows: 'year' (mean 2,004 in training, 2,010 in "
                + "validation "
                + "rows) and 'sensor' (missing in 0% of training, 50% of validation rows).",
                "If rows are split by time or group, expect new rows to differ as much and judge the model by the validation rows only; if "
                + "they should be alike, look for a fault in how they were read or split."),
            Assert.Single(evidence.Examine<ColumnDrift>()));
    }

    [Fact]
    public void Categories_are_named_by_their_values()
    {
        var evidence = new TestEvidence
        {
            Categories = { ["plan"] = ["monthly", "yearly"], ["customer"] = [.. Enumerable.Range(0, 650).Select(i => $"c{i}")] },
            Columns =
            {
                ["plan"] = row => row < 400 ? row % 2 + 1 : row % 5 == 0 ? 1 : row % 5 == 1 ? 0 : 2,
                ["customer"] = row => row + 1,
            },
        };
        Assert.Equal(
            "1 of 4 feature columns lies otherwise in validation than in training rows: 'plan' ('monthly' in 50% of training, 20% "
            + "of validation "
            + "rows).",
            Assert.Single(evidence.Examine<ColumnDrift>()).Message);
        Assert.Equal(
            "'customer' looks like an identifier: another value in each of all 400 training rows.",
            Assert.Single(evidence.Examine<IdentifierColumns>()).Message);
    }

    [Fact]
    public void Labels_that_lie_otherwise_in_validation_rows_are_told()
    {
        const string Advice =
            "The loss on validation rows is then no measure of the fit alone: split by class or at random if the order of the rows has no "
            + "meaning; if it is time, expect new rows to differ as much.";
        var classes = new TestEvidence { Label = row => row < 400 ? row % 2 : row % 5 == 0 ? 1 : 0 };
        Assert.Equal(
            new Finding(
                "label-drift", FindingSeverity.Warning,
                "Classes are not as frequent in training as in validation rows: 'no' (50% against 80%) and 'yes' (50% against 20%).",
                Advice),
            Assert.Single(classes.Examine<LabelDrift>()));
        var quantity = new TestEvidence { ClassNames = null, Label = row => TestEvidence.Noise(4)(row) + (row < 400 ? 0 : 0.5f) };
        Assert.Matches(
            @"^The label lies otherwise in validation than in training rows: mean 0\.\d{1,4} in training, "
            + @"(0\.9\d*|1\.0\d*) in validation rows\.$",
            Assert.Single(quantity.Examine<LabelDrift>()).Message);
    }

    [Fact]
    public void Few_rows_are_told()
    {
        var evidence = new TestEvidence { TrainingRows = 60, ValidationRows = 20, Layers = [new LinearSpec(4000), new LinearSpec(1)] };
        Assert.Equal(
            [
                new Finding(
                    "few-rows", FindingSeverity.Note, "16,001 parameters learn from 60 training rows.",
                    "A smaller network is likely to do as well; compare by cross-validation."),
                new Finding(
                    "few-validation-rows", FindingSeverity.Note, "20 validation rows chose the best epoch: chance had a large part in it.",
                    "Train several times with other seeds, or cross-validate, before trusting small differences."),
            ],
            evidence.Examine<FewRows>());
    }

    [Fact]
    public void A_part_of_many_rows_is_looked_at_and_said_so()
    {
        var evidence = new TestEvidence { TrainingRows = 25_000, Columns = { ["c"] = _ => 1 } };
        Assert.Equal(
            "1 of 3 feature columns has one value only in 10,000 of 25,000 training rows: 'c'.",
            Assert.Single(evidence.Examine<ConstantColumns>()).Message);
    }
}
