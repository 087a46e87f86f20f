namespace MLNetDeep.Cli.Output;

/// <summary>The findings of the examination after a fit, as people and as programs read them.</summary>
internal static class FindingsText
{
    private const string First = "  ";
    private const string Next = "    ";

    public static void Write(CliStreams streams, IReadOnlyList<Finding> findings)
    {
        streams.Out.WriteLine(findings.Count == 0 ? "Findings: none." : "Findings:");
        foreach (var finding in findings)
            Text.WriteWrapped(streams, $"{finding.Severity}: {finding.Message} {finding.Advice}", First, Next);
    }

    public static IEnumerable<object> Documents(IReadOnlyList<Finding> findings) => findings.Select(finding => new
    {
        finding.Code,
        Severity = finding.Severity.ToString(),
        finding.Message,
        finding.Advice,
    });
}
