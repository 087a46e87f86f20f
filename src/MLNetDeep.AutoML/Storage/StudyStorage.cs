namespace MLNetDeep.AutoML;

/// <summary>Opens the stores of studies.</summary>
/// <remarks>
/// What a store is named by: a path or <c>Data Source=…</c> (SQLite, one file for any number of studies and of processes of one machine),
/// <c>Host=…;Database=…</c> or <c>postgresql://…</c> (PostgreSQL, any number of machines), nothing or <c>:memory:</c> (this process only).
/// </remarks>
internal static class StudyStorage
{
    /// <summary>Makes a new study; the file is made where it is missing, its folder is not.</summary>
    /// <exception cref="StudyStorageException">There is a study of this name, or the store cannot be opened or written.</exception>
    public static IStudyStore Create(string? storage, StudyDefinition definition, StudyStorageOptions? options = null) =>
        OpenToWrite(storage, options, database => StudyTable.Create(database, definition));

    /// <summary>Opens the study of this name to go on with it, or makes it.</summary>
    /// <exception cref="StudyStorageException">
    /// The study of this name was made with another definition, or the store cannot be opened or written.
    /// </exception>
    public static IStudyStore OpenOrCreate(string? storage, StudyDefinition definition, StudyStorageOptions? options = null) =>
        OpenToWrite(storage, options, database => StudyTable.FindOrCreate(database, definition));

    /// <summary>Opens a study to go on with it, whatever its definition.</summary>
    /// <param name="storage">The store, which must be there.</param>
    /// <param name="name">The study; null for the only one.</param>
    /// <param name="options">How to share it.</param>
    /// <exception cref="StudyStorageException">There is no such study, or the store cannot be opened or written.</exception>
    public static IStudyStore Open(string storage, string? name = null, StudyStorageOptions? options = null) =>
        Use(storage, options, StoreMode.Write, database => StudyTable.Find(database, name));

    /// <summary>Opens a study to look at; nothing is written, so that a file that may only be read will do.</summary>
    /// <param name="storage">The store, which must be there.</param>
    /// <param name="name">The study; null for the only one.</param>
    /// <exception cref="StudyStorageException">There is no such study, or the store cannot be opened.</exception>
    public static IStudyStore OpenToRead(string storage, string? name = null) =>
        Use(storage, null, StoreMode.Read, database => StudyTable.Find(database, name));

    /// <summary>The studies of a store, in the order they were made.</summary>
    /// <exception cref="StudyStorageException">The store cannot be opened.</exception>
    public static IReadOnlyList<StudyDefinition> ReadStudies(string storage)
    {
        using var database = StoreText.Connect(storage, StoreMode.Read, new StudyStorageOptions());
        StoreSchema.RequireToRead(database);
        return [.. StudyTable.ReadAll(database).Select(study => study.Definition)];
    }

    /// <summary>How a store is named in messages and reports: without its password.</summary>
    public static string Describe(string? storage)
    {
        using var database = StoreText.Connect(storage, StoreMode.Read, new StudyStorageOptions());
        return database.DisplayName;
    }

    private static SqlStudyStore OpenToWrite(string? storage, StudyStorageOptions? options, Func<StoreDatabase, StudyRow> find) =>
        Use(storage, options, StoreMode.Create, find);

    private static SqlStudyStore Use(
        string? storage, StudyStorageOptions? options, StoreMode mode, Func<StoreDatabase, StudyRow> find)
    {
        options ??= new StudyStorageOptions();
        var rules = new OptionRules(nameof(StudyStorageOptions));
        options.Check(rules);
        rules.ThrowIfBroken();
        var database = StoreText.Connect(storage, mode, options);
        try
        {
            if (mode == StoreMode.Create)
                StoreSchema.CreateOrRequire(database);
            else
                StoreSchema.RequireToRead(database);
            return new SqlStudyStore(database, find(database), options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
