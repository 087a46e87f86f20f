using MLNetDeep.AutoML;

namespace MLNetDeep.Orleans;

/// <summary>A study that a silo has the code and the data of.</summary>
/// <param name="Name">Its name on the cluster, the key of its grain.</param>
/// <param name="Create">Makes it, the same on every silo: the pipeline is code, and code does not travel.</param>
internal sealed record StudyRegistration(string Name, Func<IServiceProvider, Study> Create);

/// <summary>The studies of a silo, each made when it is first needed.</summary>
internal sealed class StudyRegistry(IEnumerable<StudyRegistration> registrations, IServiceProvider services)
{
    private readonly Dictionary<string, Lazy<Study>> _studies = Collect(registrations, services);

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _studies.Keys;

    /// <summary>The study of this name.</summary>
    /// <exception cref="ArgumentException">The silo has none.</exception>
    public Study Get(string name) => _studies.TryGetValue(name, out var study)
        ? study.Value
        : throw new ArgumentException(
            $"This silo has no study '{name}', but {Known()}; {nameof(StudySiloBuilderExtensions.AddStudy)} gives it one.", nameof(name));

    private string Known() => _studies.Count == 0 ? "none at all" : string.Join(", ", _studies.Keys.Order().Select(name => $"'{name}'"));

    private static Dictionary<string, Lazy<Study>> Collect(IEnumerable<StudyRegistration> registrations, IServiceProvider services)
    {
        var studies = new Dictionary<string, Lazy<Study>>(StringComparer.Ordinal);
        foreach (var (name, create) in registrations)
        {
            if (!studies.TryAdd(name, new Lazy<Study>(() => RequireStorage(name, create(services)))))
                throw new ArgumentException($"A silo's studies must have different names, but '{name}' was added twice.");
        }
        return studies;
    }

    private static Study RequireStorage(string name, Study study) => study.Options.Storage is not null
        ? study
        : throw new ArgumentException(
            $"{nameof(StudyOptions)}.{nameof(StudyOptions.Storage)} of study '{name}' must be a PostgreSQL database, or a SQLite file when "
            + "all silos are on one machine, but was null: silos share nothing else.");
}
