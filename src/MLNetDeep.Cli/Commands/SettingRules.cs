namespace MLNetDeep.Cli.Commands;

/// <summary>Collects everything that is wrong with the options, so that the user hears it at once.</summary>
internal sealed class SettingRules
{
    private readonly List<string> _broken = [];

    public void Require(bool holds, string option, string rule, object? value)
    {
        if (!holds)
            _broken.Add(FormattableString.Invariant($"{option} must be {rule}, but was {value}."));
    }

    public void ThrowIfBroken()
    {
        if (_broken.Count > 0)
            throw new CliException(string.Join(' ', _broken));
    }
}
