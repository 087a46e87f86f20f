using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance.Checks;

/// <summary>Columns: what is promised is delivered, and what is lacking is named.</summary>
internal static class SchemaChecks
{
    [Check("The estimator's promise of columns, types and annotations is what the model's schema and its output have.")]
    public static void promised_schema_is_delivered(TrainerSubject subject)
    {
        var (data, model) = (subject.Fitted.Data, subject.Fitted.Model);
        var promised = Shapes.Describe(subject.Estimator().GetOutputSchema(Shapes.Of(data.Schema)));
        Compare(model.GetOutputSchema(data.Schema), "the model's schema against the promised one");
        Compare(model.Transform(data).Schema, "the output's schema against the promised one");
        Demand.That(Prediction.Added(model.Transform(data).Schema, data.Schema).Count > 0, "A model must add a column, but adds none.");

        void Compare(DataViewSchema schema, string what) => Demand.SameLines(promised, Shapes.Describe(Shapes.Of(schema)), what);
    }

    [Check("The model's output has all columns of its input, with their types.")]
    public static void transform_keeps_the_input_columns(TrainerSubject subject)
    {
        var output = subject.Fitted.Model.Transform(subject.Fitted.Data).Schema;
        foreach (var column in subject.Fitted.Data.Schema)
        {
            Demand.That(output.GetColumnOrNull(column.Name) != null, $"The output must keep the column '{column.Name}', but lacks it.");
            Demand.Same(column.Type, output[column.Name].Type, $"The type of the column '{column.Name}'");
        }
    }

    [Check("A missing feature or label column is refused by name: when the schema is asked for, when fitting and when predicting.")]
    public static void missing_column_is_named(TrainerSubject subject)
    {
        var data = subject.Fitted.Data;
        Refused(subject, Refusal.MissingFeatureColumn, data.Without(subject.FeatureColumnName), [$"'{subject.FeatureColumnName}'"]);
        Refused(subject, Refusal.MissingLabelColumn, data.Without(subject.LabelColumnName), [$"'{subject.LabelColumnName}'"]);
        Refused(
            subject, Refusal.MissingFeatureColumn, () => subject.Fitted.Model.Transform(data.Without(subject.FeatureColumnName)),
            "predicting", [$"'{subject.FeatureColumnName}'"]);
    }

    [Check("A label or feature column of a type that cannot be learned is refused with its name and type, before data are read.")]
    public static void wrong_type_is_named(TrainerSubject subject)
    {
        var data = subject.Fitted.Data;
        var text = new TestColumn<ReadOnlyMemory<char>>(
            subject.LabelColumnName, TextDataViewType.Instance, [.. Enumerable.Repeat("x".AsMemory(), data.RowCount)]);
        Refused(subject, Refusal.WrongLabelType, data.With(text), [$"'{text.Name}'"], ["String"]);
        var scalar = new TestColumn<float>(subject.FeatureColumnName, NumberDataViewType.Single, new float[data.RowCount]);
        Refused(subject, Refusal.WrongFeatureType, data.With(scalar), [$"'{scalar.Name}'"], ["Single"]);
    }

    [Check("A model is not given features of another width than it was fitted on.", NeedsMadeData = true)]
    public static void other_width_is_named_when_predicting(TrainerSubject subject)
        => Refused(
            subject, Refusal.OtherWidth, () => subject.Fitted.Model.Transform(subject.Table(width: 5)), "predicting",
            [$"'{subject.FeatureColumnName}'"]);

    /// <summary>Refused with the same words when asked for the schema and when fitted.</summary>
    private static void Refused(TrainerSubject subject, Refusal kind, TestTable data, params string[][] words)
    {
        var estimator = subject.Estimator();
        var shape = Shapes.Of(data.Schema);
        Refused(subject, kind, () => estimator.GetOutputSchema(shape), "asking for the schema", words);
        Refused(subject, kind, () => estimator.Fit(data), "fitting", words);
    }

    /// <summary>What ML.NET throws for a schema that does not match is an <see cref="ArgumentOutOfRangeException"/>.</summary>
    private static void Refused(TrainerSubject subject, Refusal kind, Action action, string what, params string[][] words)
        => Demand.Told(subject, kind, Demand.Throws<ArgumentOutOfRangeException>(action, $"{kind}, {what}"), $"{kind}, {what}", words);
}
