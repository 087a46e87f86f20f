namespace MLNetDeep.AutoML;

/// <summary>A study as a row of its store.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Definition">What it is.</param>
internal sealed record StudyRow(long Id, StudyDefinition Definition);

/// <summary>The studies of a store.</summary>
internal static class StudyTable
{
    public static List<StudyRow> ReadAll(StoreDatabase database) => database.Read(ReadAll);

    /// <summary>The study of this name; of any name when it is null and there is one only.</summary>
    public static StudyRow Find(StoreDatabase database, string? name)
    {
        var all = ReadAll(database);
        if (all.Find(study => name is null || study.Definition.Name == name) is { } found && (name is not null || all.Count == 1))
            return found;
        var names = string.Join(", ", all.Select(study => $"'{study.Definition.Name}'"));
        throw new StudyStorageException((all.Count, name) switch
        {
            (0, _) => $"The store {database.DisplayName} holds no studies yet.",
            (_, null) => $"The store {database.DisplayName} holds several studies; name one of {names}.",
            _ => $"The store {database.DisplayName} holds no study '{name}', but {names}.",
        });
    }

    public static StudyRow Create(StoreDatabase database, StudyDefinition definition)
    {
        var (study, isNew) = Insert(database, definition);
        return isNew ? study : throw new StudyStorageException(
            $"The store {database.DisplayName} holds a study '{definition.Name}' already: resume it, or give the new one another name.");
    }

    /// <summary>The study of the definition's name, made where it is missing.</summary>
    /// <exception cref="StudyStorageException">It was made with another definition.</exception>
    public static StudyRow FindOrCreate(StoreDatabase database, StudyDefinition definition)
    {
        var (study, isNew) = Insert(database, definition);
        var differences = isNew ? [] : StudyDifferences.Find(study.Definition, definition);
        return differences.Count == 0 ? study : throw new StudyStorageException(
            $"The study '{definition.Name}' in the store {database.DisplayName} was made with {string.Join("; with ", differences)}. "
            + "Give it the options it was made with, or another name.");
    }

    private static (StudyRow Study, bool IsNew) Insert(StoreDatabase database, StudyDefinition definition)
    {
        if (ReadAll(database).Find(study => study.Definition.Name == definition.Name) is { } present)
            return (present, false);
        return database.Write(durable: true, session =>
        {
            database.LockSchema(session);
            // Another worker may have made it since.
            if (ReadAll(session).Find(study => study.Definition.Name == definition.Name) is { } found)
            {
                session.IsAbandoned = true;
                return (found, false);
            }
            var id = session.QueryNumber("SELECT COALESCE(MAX(id), 0) + 1 FROM mlnetdeep_studies");
            session.Execute(
                "INSERT INTO mlnetdeep_studies (id, name, definition, created_at, change) "
                + $"VALUES (@id, @name, @definition, {database.NowSql}, 0)",
                ("id", id), ("name", definition.Name), ("definition", StoreJson.Write(definition)));
            return (new StudyRow(id, definition), true);
        });
    }

    private static List<StudyRow> ReadAll(StoreSession session) => session.Query(
        "SELECT id, definition FROM mlnetdeep_studies ORDER BY id",
        reader => new StudyRow(reader.GetInt64(0), StoreJson.Read<StudyDefinition>(reader.GetString(1))));
}
