using Microsoft.Extensions.DependencyInjection;
using MLNetDeep.AutoML;

namespace MLNetDeep.Orleans;

/// <summary>Gives studies to silos.</summary>
public static class StudySiloBuilderExtensions
{
    /// <summary>Lets a silo work on a study whenever the cluster does.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The study's name on the cluster: the key of its <see cref="IStudyGrain"/>.</param>
    /// <param name="create">
    /// Makes the study. Every silo must make the same one, on the same rows and with the same storage: a PostgreSQL database, or a SQLite
    /// file when all silos are on one machine. How many trials a silo runs at a time is the study's own number of workers.
    /// </param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <remarks>A silo that lacks a study of the cluster takes no part in it, but must not be the one where its grain lives: give all
    /// silos the same studies.</remarks>
    public static ISiloBuilder AddStudy(this ISiloBuilder silo, string name, Func<IServiceProvider, Study> create)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        silo.Services.AddSingleton(new StudyRegistration(name, create));
        if (silo.Services.All(service => service.ServiceType != typeof(StudyRegistry)))
        {
            silo.Services.AddSingleton<StudyRegistry>();
            silo.Services.AddHostedService<StudySiloService>();
        }
        return silo;
    }
}
