using MLNetDeep.Cli.Data;

namespace MLNetDeep.Cli.Output;

/// <summary>Says what was understood from a file before anything is learnt from it.</summary>
internal static class PlanText
{
    public static void Write(TextWriter writer, DataPlan plan)
    {
        writer.WriteLine(Summary(plan));
        foreach (var note in plan.Notes)
            writer.WriteLine($"Note: {note}");
    }

    /// <summary>One line: the file, its rows and the roles of its columns.</summary>
    public static string Summary(DataPlan plan)
    {
        var numeric = plan.Numeric.Count();
        var categorical = plan.Categorical.Count();
        var width = plan.Features.Sum(f => f.Width);
        return $"{plan.Profile.Table.Name}: {plan.Profile.RowCount:N0} rows, {numeric} numeric and {categorical} categorical columns " +
            $"({width:N0} features)\n{Capital(plan.Task.Describe(plan.LabelName, plan.Classes))}";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
