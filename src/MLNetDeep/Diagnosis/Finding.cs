namespace MLNetDeep;

/// <summary>Something about a fit that its owner should know, in words; see <see cref="DeepModel.Findings"/>.</summary>
/// <param name="Code">A name for programs that stays the same from version to version, such as <c>dead-units</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">One sentence that says what was seen and where, with the numbers.</param>
/// <param name="Advice">One sentence that says what to do about it.</param>
public sealed record Finding(string Code, FindingSeverity Severity, string Message, string Advice);
