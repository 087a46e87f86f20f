using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// The swept members of <typeparamref name="T"/> by ML.NET's attributes, as <see cref="SearchSpace{T}"/> has them, and by
/// <see cref="ActiveWhenAttribute"/> which of them count when.
/// </summary>
/// <typeparam name="T">A class of options.</typeparam>
/// <remarks>Options can be removed, added or given other ranges like those of any space: <c>space["Width"] = new …</c>.</remarks>
public sealed class ConditionalSpace<T> : SearchSpace, IConditionalSpace
    where T : class, new()
{
    private readonly Dictionary<string, Member> _members;
    private readonly T _defaults;

    /// <summary>The space.</summary>
    /// <exception cref="ArgumentException">A condition names no member of the class, a continuous one, or in the end its own.</exception>
    public ConditionalSpace()
        : this(new T())
    {
    }

    /// <summary>The space, with given values of the members that are not swept.</summary>
    /// <param name="defaults">The values; where swept ones start, their attributes say.</param>
    /// <exception cref="ArgumentException">A condition names no member of the class, a continuous one, or in the end its own.</exception>
    public ConditionalSpace(T defaults)
        : base(typeof(T), Parameter.FromObject(defaults))
    {
        _defaults = defaults;
        _members = typeof(T).GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is PropertyInfo or FieldInfo)
            .Select(member => new Member(member, [.. member.GetCustomAttributes<ActiveWhenAttribute>()]))
            .ToDictionary(member => member.Info.Name);
        foreach (Member member in _members.Values)
            Check(member, []);
    }

    /// <inheritdoc/>
    public bool IsActive(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return !_members.TryGetValue(name, out Member? member)
            || member.Conditions.All(condition => Holds(condition, parameter) && IsActive(condition.Option, parameter));
    }

    private bool Holds(ActiveWhenAttribute condition, Parameter parameter)
    {
        Member member = _members[condition.Option];
        object? value = parameter.TryGetValue(condition.Option, out Parameter? set)
            ? Read(set, member.Type)
            : member.Value(_defaults);
        return condition.Values.Any(expected => Equals(expected, value));
    }

    private static object Read(Parameter parameter, Type type) => type switch
    {
        _ when type == typeof(int) => parameter.AsType<int>(),
        _ when type == typeof(bool) => parameter.AsType<bool>(),
        _ when type.IsEnum => Enum.Parse(type, parameter.AsType<string>()),
        _ => parameter.AsType<string>(),
    };

    private static bool IsDiscrete(Type type) => type == typeof(string) || type == typeof(int) || type == typeof(bool) || type.IsEnum;

    private void Check(Member member, HashSet<string> path)
    {
        string name = $"{typeof(T).Name}.{member.Info.Name}";
        if (!path.Add(member.Info.Name))
            throw new ArgumentException($"{name} must depend on others, but was on itself, by way of {string.Join(", ", path)}.");
        foreach (ActiveWhenAttribute condition in member.Conditions)
        {
            if (!_members.TryGetValue(condition.Option, out Member? other))
                throw new ArgumentException($"{name} must depend on a member of {typeof(T).Name}, but was on '{condition.Option}'.");
            if (!IsDiscrete(other.Type))
            {
                throw new ArgumentException(
                    $"{name} must depend on a text, an int, a bool or an enum, but was on the {other.Type.Name} {condition.Option}.");
            }


            Check(other, path);
        }

        path.Remove(member.Info.Name);
    }

    private sealed record Member(MemberInfo Info, IReadOnlyList<ActiveWhenAttribute> Conditions)
    {
        public Type Type => Info is PropertyInfo property ? property.PropertyType : ((FieldInfo)Info).FieldType;

        public object? Value(object owner) => Info is PropertyInfo property ? property.GetValue(owner) : ((FieldInfo)Info).GetValue(owner);
    }
}
